using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Testing;
using Xunit;

namespace CCHC.Appraisal.Tests;

[Collection(OneService.Name)]
public sealed class CouncilTests(ServiceHost<AppraisalDbContext> service)
{
    [Fact]
    public async Task The_council_can_be_read_back_with_the_fields_nobody_was_given()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        using var homeAffairs = service.Client(Roles.HomeAffairs);

        var whole = await GetAsync(homeAffairs, scenario);
        using var replaced = await PutAsync(homeAffairs, scenario.CampaignId, Scenario.Member(scenario.An, "Nguyễn Văn An", "1", "1"));
        var reduced = await GetAsync(homeAffairs, scenario);

        Assert.Equal(["Lê Chi", "Nguyễn Văn An", "Trần Thị Bình"], whole.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("displayName").GetString()));
        Assert.Empty(whole.GetProperty("unassigned").EnumerateArray());
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        var field = Assert.Single(Assert.Single(reduced.GetProperty("members").EnumerateArray()).GetProperty("fields").EnumerateArray());
        Assert.Equal("Chỉ đạo, điều hành", field.GetProperty("fieldName").GetString());
        Assert.Equal(["2", "3", "DT"], reduced.GetProperty("unassigned").EnumerateArray().Select(x => x.GetProperty("fieldCode").GetString()));
    }

    [Fact]
    public async Task A_member_that_was_replaced_no_longer_appraises()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        using var homeAffairs = service.Client(Roles.HomeAffairs);

        using var replaced = await PutAsync(homeAffairs, scenario.CampaignId, Scenario.Member(scenario.Binh, "Trần Thị Bình", "1"));
        using var former = await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 1 });
        using var present = await scenario.AppraiseAsync(scenario.Binh, "1.1", new { points = 1 });

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (former.StatusCode, present.StatusCode));
    }

    [Fact]
    public async Task An_unknown_field_or_unit_a_second_chair_or_a_member_named_twice_is_refused_and_nothing_is_stored()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        using var homeAffairs = service.Client(Roles.HomeAffairs);

        using var unknownField = await PutAsync(homeAffairs, scenario.CampaignId, Scenario.Member(scenario.An, "An", "9"));
        using var twice = await PutAsync(homeAffairs, scenario.CampaignId, Scenario.Member(scenario.An, "An", "1"), Scenario.Member(scenario.An, "An", "2"));
        using var foreignUnit = await PutAsync(homeAffairs, scenario.CampaignId, new { userId = scenario.An, displayName = "An", fields = new[] { new { groupCode = Scenario.Group, fieldCode = "1", unitIds = new[] { Guid.NewGuid() } } } });
        using var twoChairs = await PutAsync(
            homeAffairs, scenario.CampaignId, new { userId = scenario.An, displayName = "An", office = "chair", fields = Array.Empty<object>() },
            new { userId = scenario.Binh, displayName = "Bình", office = "chair", fields = Array.Empty<object>() });
        using var withoutName = await PutAsync(homeAffairs, scenario.CampaignId, Scenario.Member(scenario.An, "", "1"));
        using var unknownCampaign = await PutAsync(homeAffairs, Guid.NewGuid(), Scenario.Member(scenario.An, "An", "1"));

        Assert.Equal(HttpStatusCode.BadRequest, unknownField.StatusCode);
        Assert.Contains("không có lĩnh vực 9", await unknownField.Content.ReadAsStringAsync(Scenario.Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, twice.StatusCode);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (foreignUnit.StatusCode, twoChairs.StatusCode));
        Assert.Equal(HttpStatusCode.BadRequest, withoutName.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknownCampaign.StatusCode);
        Assert.Equal(3, (await GetAsync(homeAffairs, scenario)).GetProperty("members").GetArrayLength());
    }

    [Fact]
    public async Task Only_home_affairs_appoints()
    {
        var scenario = new Scenario(service);
        await service.Deliver(scenario.PhaseOpened(1, CampaignPhase.SelfAssessment, 1));
        using var chair = service.Client(Roles.CouncilChair);

        using var response = await PutAsync(chair, scenario.CampaignId, Scenario.Member(scenario.An, "An", "1"));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, Guid campaignId, params object[] members) =>
        client.PutAsJsonAsync($"/api/appraisal/campaigns/{campaignId}/council", new { members }, Scenario.Cancellation);

    private static async Task<JsonElement> GetAsync(HttpClient client, Scenario scenario)
    {
        using var response = await client.GetAsync($"/api/appraisal/campaigns/{scenario.CampaignId}/council", Scenario.Cancellation);
        return await Scenario.OkAsync(response);
    }
}
