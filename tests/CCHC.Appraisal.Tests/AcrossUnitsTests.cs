using System.Net;
using System.Text.Json;
using CCHC.Appraisal.AcrossUnits;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.Testing;
using Xunit;

namespace CCHC.Appraisal.Tests;

/// <summary>One criterion across all units of a group.</summary>
[Collection(OneService.Name)]
public sealed class AcrossUnitsTests(ServiceHost<AppraisalDbContext> service)
{
    [Fact]
    public async Task A_member_sees_every_unit_of_its_criterion_side_by_side_in_Vietnamese_order()
    {
        var scenario = await TwoUnitsAsync();
        using (var decided = await scenario.AppraiseAsync(scenario.An, "1.2", new { points = 2, reason = "Thiếu một báo cáo." }))
        {
            await Scenario.OkAsync(decided);
        }

        using var an = scenario.As(scenario.An);
        var criterion = await GetAsync(an, Address(scenario, "1.2"));
        var rows = criterion.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["Sở Đất đai", "Sở Nội vụ"], rows.Select(row => row.GetProperty("unitName").GetString()));
        Assert.Equal([1.5m, 2.125m], rows.Select(row => row.GetProperty("self").GetProperty("points").GetDecimal())); // 60 % and 85 % of 2.5
        Assert.Equal(1.8125m, criterion.GetProperty("median").GetDecimal()); // (1.5 + 2.125) / 2
        Assert.Equal(JsonValueKind.Null, rows[0].GetProperty("appraised").ValueKind);
        Assert.Equal("Thiếu một báo cáo.", rows[1].GetProperty("appraised").GetProperty("reason").GetString());

        var listed = (await GetAsync(an, $"/api/appraisal/criteria?campaignId={scenario.CampaignId}")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["1.1", "1.2", "DT"], listed.Select(item => item.GetProperty("code").GetString())); // the fields of the member, in the order of the set
        var counts = listed[1];
        Assert.Equal((2, 1, 1), (counts.GetProperty("units").GetInt32(), counts.GetProperty("appraised").GetInt32(), counts.GetProperty("changed").GetInt32()));
    }

    [Fact]
    public async Task A_criterion_of_another_member_is_not_found_and_ones_own_unit_is_neither_shown_nor_counted()
    {
        var scenario = await TwoUnitsAsync();
        using var an = scenario.As(scenario.An);
        using var foreign = await an.GetAsync(Address(scenario, "2.1"), Scenario.Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);

        using var conflicted = scenario.As(scenario.An, unitOf: scenario.UnitId);
        var criterion = await GetAsync(conflicted, Address(scenario, "1.2"));
        Assert.Equal("Sở Đất đai", Assert.Single(criterion.GetProperty("rows").EnumerateArray()).GetProperty("unitName").GetString());
        Assert.Equal(1.5m, criterion.GetProperty("median").GetDecimal()); // its own claim is not in it
        var listed = (await GetAsync(conflicted, $"/api/appraisal/criteria?campaignId={scenario.CampaignId}")).GetProperty("items").EnumerateArray();
        Assert.All(listed, item => Assert.Equal(1, item.GetProperty("units").GetInt32()));
    }

    [Fact]
    public async Task Home_affairs_reads_every_criterion_and_a_unit_none()
    {
        var scenario = await TwoUnitsAsync();
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var listed = (await GetAsync(homeAffairs, $"/api/appraisal/criteria?campaignId={scenario.CampaignId}")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(7, listed.Count); // eight leaves, one of them by survey
        Assert.All(listed, item => Assert.False(item.GetProperty("mine").GetBoolean()));

        using var officer = service.Client(Roles.UnitOfficer, scenario.UnitId);
        using var refused = await officer.GetAsync(Address(scenario, "1.2"), Scenario.Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Theory]
    [InlineData("4 4 4 4 4 1", 5, "1")] // median 4, everyone else there: 3 away, more than a fifth of 5
    [InlineData("1 2 3 4 5", 5, "")] // median 3, deviation 1: nothing beyond 3 × 1.4826 × 1 = 4.45
    [InlineData("4 4.1 4.2 3.9 4 4.6", 5, "")] // 4.6 is 0.55 from 4.05, beyond 3 × 1.4826 × 0.1 = 0.44, but within a fifth of 5
    [InlineData("5 5 5 0", 5, "")] // four claims say nothing
    public void A_claim_stands_out_when_it_is_far_from_the_others(string claims, int max, string expected)
    {
        var points = claims.Split(' ').Select(text => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        var found = points.Zip(Outliers.Of(points, max)).Where(x => x.Second).Select(x => x.First.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected, string.Join(' ', found));
    }

    private static string Address(Scenario scenario, string leaf) => $"/api/appraisal/campaigns/{scenario.CampaignId}/groups/{Scenario.Group}/criteria/{leaf}";

    private static async Task<JsonElement> GetAsync(HttpClient client, string address)
    {
        using var response = await client.GetAsync(address, Scenario.Cancellation);
        return await Scenario.OkAsync(response);
    }

    private async Task<Scenario> TwoUnitsAsync()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        await service.Deliver(scenario.Submission(unitId: scenario.OtherUnitId, leaf12Numerator: 60));
        return scenario;
    }
}
