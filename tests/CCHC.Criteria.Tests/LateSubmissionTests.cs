using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.Testing;

namespace CCHC.Criteria.Tests;

/// <summary>What a campaign says of late submissions and of what later rounds open.</summary>
public sealed class LateSubmissionTests(ServiceHost<CriteriaDbContext> criteria) : IClassFixture<ServiceHost<CriteriaDbContext>>
{
    private const string Set =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,2,,SUM,
        1.1,TC,Ban hành kế hoạch,2,TD,YESNO,có=2;không=0
        DT,PENALTY,Gửi phiếu trễ,3,TD,COUNT,mỗi ngày 0.5; tối đa 3
        DP,PENALTY,Điểm trừ khác,3,TD,PENALTY,trần 3
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_days_after_the_deadline_the_penalty_and_what_round_2_opens_reach_the_other_services()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        using var created = await CreateAsync(homeAffairs, "tre-1", lateDays: 3, latePenaltyLeaf: "DT", laterRoundsOpenAll: true);
        Assert.True(created.StatusCode == HttpStatusCode.Created, await created.Content.ReadAsStringAsync(Cancelled));
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetGuid();
        using var opened = await homeAffairs.PostAsJsonAsync($"/api/criteria/campaigns/{id}/phases", new { phase = "selfAssessment", round = 1 }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);

        var told = await criteria.Published<CampaignChanged>(x => x.CampaignId == id);
        Assert.Equal((3, true, "DT"), (told.LateDays, told.LaterRoundsOpenAll, Assert.Single(told.Groups).LatePenaltyLeaf));
    }

    [Theory]
    [InlineData("1.1")] // not a penalty
    [InlineData("DP")] // points by judgement: there is nothing to count
    [InlineData("9.9")] // not in the set
    public async Task Only_a_penalty_that_counts_may_count_late_days(string leaf)
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        using var refused = await CreateAsync(homeAffairs, $"tre-{leaf}".ToLowerInvariant().Replace('.', '-'), lateDays: 3, leaf, laterRoundsOpenAll: false);

        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Equal((HttpStatusCode.Conflict, "campaign.late-penalty-wrong"), (refused.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal("groups[0].latePenaltyLeaf", problem.GetProperty("field").GetString());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(61)]
    public async Task Late_days_are_between_none_and_sixty(int lateDays)
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        using var refused = await CreateAsync(homeAffairs, $"tre-so-{Math.Abs(lateDays)}", lateDays, latePenaltyLeaf: null, laterRoundsOpenAll: false);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("từ 0 đến 60", await refused.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> CreateAsync(HttpClient homeAffairs, string code, int lateDays, string? latePenaltyLeaf, bool laterRoundsOpenAll)
    {
        using var csv = new StringContent(Set, Encoding.UTF8, "text/csv");
        using var created = await homeAffairs.PostAsync($"/api/criteria/sets?code={code}&name=X&year=2024", csv, Cancelled);
        var set = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetGuid();
        using var published = await homeAffairs.PostAsync($"/api/criteria/sets/{set}/publication", null, Cancelled);
        published.EnsureSuccessStatusCode();
        var unit = Guid.CreateVersion7();
        await criteria.Deliver(new UnitChanged { UnitId = unit, Revision = 1, Code = code, Name = "Sở Nội vụ", Type = "Sở", GroupCode = "so", GroupName = "Khối sở", PredecessorIds = [] });
        return await homeAffairs.PostAsJsonAsync("/api/criteria/campaigns", new
        {
            code, name = "Chỉ số CCHC", year = 2024, rounds = 2, surveyHeld = true, lateDays, laterRoundsOpenAll,
            groups = new[] { new { code = "so", name = "Khối sở", criteriaSetId = set, unitIds = new[] { unit }, latePenaltyLeaf } },
        }, Cancelled);
    }
}
