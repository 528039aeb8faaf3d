using System.Net;
using System.Text.Json;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Testing;
using Xunit;

namespace CCHC.Appraisal.Tests;

/// <summary>Conflicts of interest, and the work given by unit and by lot.</summary>
[Collection(OneService.Name)]
public sealed class ConflictTests(ServiceHost<AppraisalDbContext> service)
{
    [Fact]
    public async Task A_declared_conflict_hides_the_unit_at_once_and_only_others_take_it_back()
    {
        var (scenario, council) = await BeginAsync();
        var caseId = await scenario.CaseIdAsync();
        using var an = scenario.As(scenario.An);
        var declared = await CouncilScenario.SendAsync(an, HttpMethod.Post, $"{council.Campaign}/council/conflicts", new { unitId = scenario.UnitId, kind = "formerPost", note = "Trưởng phòng đến tháng 3." });
        var id = declared.GetProperty("id").GetGuid();

        var told = await service.Published<ConflictsChanged>(x => x.CampaignId == scenario.CampaignId);
        Assert.Equal([(scenario.An, scenario.UnitId)], told.Conflicts.Select(conflict => (conflict.UserId, conflict.UnitId)));
        foreach (var address in new[] { $"/api/appraisal/cases/{caseId}", $"/api/appraisal/cases/{caseId}/leaves/1.1/history" })
        {
            using var hidden = await CouncilScenario.TryAsync(an, HttpMethod.Get, address);
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        }

        using (var judged = await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 1 }))
        using (var completed = await scenario.CompleteAsync(scenario.An))
        {
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (judged.StatusCode, completed.StatusCode));
        }

        Assert.Equal([scenario.OtherUnitId], Units(await CouncilScenario.GetAsync(an, $"/api/appraisal/cases?campaignId={scenario.CampaignId}")));
        Assert.All((await CouncilScenario.GetAsync(an, $"/api/appraisal/criteria?campaignId={scenario.CampaignId}")).GetProperty("items").EnumerateArray(), item => Assert.Equal(1, item.GetProperty("units").GetInt32()));
        Assert.Single((await CouncilScenario.GetAsync(an, $"{council.Campaign}/groups/so/criteria/1.1")).GetProperty("rows").EnumerateArray());
        var accepted = await CouncilScenario.SendAsync(an, HttpMethod.Post, $"{council.Campaign}/acceptances", new { });
        Assert.Equal(1, accepted.GetProperty("cases").GetInt32());

        using (var own = await CouncilScenario.TryAsync(an, HttpMethod.Delete, $"{council.Campaign}/council/conflicts/{id}"))
        {
            Assert.Equal(HttpStatusCode.NotFound, own.StatusCode);
        }

        using var secretary = council.Secretary();
        await CouncilScenario.SendAsync(secretary, HttpMethod.Delete, $"{council.Campaign}/council/conflicts/{id}");
        await CouncilScenario.GetAsync(an, $"/api/appraisal/cases/{caseId}");
        Assert.Empty((await service.Published<ConflictsChanged>(x => x.CampaignId == scenario.CampaignId && x.Revision > told.Revision)).Conflicts);
    }

    [Fact]
    public async Task A_chair_in_conflict_reads_neither_the_case_nor_its_progress_nor_the_report_on_all()
    {
        var (scenario, council) = await BeginAsync();
        using var secretary = council.Secretary();
        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{council.Campaign}/council/conflicts", new { userId = council.ChairId, unitId = scenario.UnitId, kind = "declared" });

        using var chair = council.Chair();
        Assert.Equal([scenario.OtherUnitId], Units(await CouncilScenario.GetAsync(chair, $"/api/appraisal/cases?campaignId={scenario.CampaignId}")));
        Assert.Equal([scenario.OtherUnitId], Units(await CouncilScenario.GetAsync(chair, $"{council.Campaign}/progress")));
        using var report = await CouncilScenario.TryAsync(chair, HttpMethod.Get, $"{council.Campaign}/report.docx");
        using var whole = await CouncilScenario.TryAsync(secretary, HttpMethod.Get, $"{council.Campaign}/report.docx");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (report.StatusCode, whole.StatusCode));
    }

    [Fact]
    public async Task Work_may_be_given_for_single_units()
    {
        var (scenario, council) = await BeginAsync();
        using (var homeAffairs = council.HomeAffairs())
        {
            await CouncilScenario.SendAsync(homeAffairs, HttpMethod.Put, $"{council.Campaign}/council", new
            {
                members = new object[]
                {
                    new { userId = scenario.An, displayName = "An", fields = new[] { new { groupCode = "so", fieldCode = "1", unitIds = new[] { scenario.UnitId } } } },
                    new { userId = scenario.Binh, displayName = "Bình", fields = new[] { new { groupCode = "so", fieldCode = "1", unitIds = new[] { scenario.OtherUnitId } } } },
                },
            });
            var read = await CouncilScenario.GetAsync(homeAffairs, $"{council.Campaign}/council");
            Assert.Equal([2, 2], read.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("leaves").GetInt32()));
            Assert.Equal(["2", "3", "DT"], read.GetProperty("unassigned").EnumerateArray().Select(field => field.GetProperty("fieldCode").GetString()));
        }

        using (var own = await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 1 }))
        using (var foreign = await scenario.AppraiseAsync(scenario.Binh, "1.1", new { points = 1 }))
        {
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (own.StatusCode, foreign.StatusCode));
        }

        using var binh = scenario.As(scenario.Binh);
        Assert.Equal([scenario.OtherUnitId], Units(await CouncilScenario.GetAsync(binh, "/api/appraisal/cases")));
        Assert.Single((await CouncilScenario.GetAsync(binh, $"{council.Campaign}/groups/so/criteria/1.1")).GetProperty("rows").EnumerateArray());
    }

    [Fact]
    public async Task A_distribution_by_lot_is_hidden_from_members_until_it_is_released_and_outdated_by_a_new_conflict()
    {
        var (scenario, council) = await BeginAsync();
        using var homeAffairs = council.HomeAffairs();
        using var an = scenario.As(scenario.An);
        var before = (await CouncilScenario.GetAsync(an, $"{council.Campaign}/council")).GetRawText();

        var proposal = await CouncilScenario.SendAsync(homeAffairs, HttpMethod.Post, $"{council.Campaign}/council/proposal", new { membersPerShare = 1, seed = "2026" });
        Assert.Equal(before, (await CouncilScenario.GetAsync(an, $"{council.Campaign}/council")).GetRawText());
        using (var forbidden = await CouncilScenario.TryAsync(an, HttpMethod.Get, $"{council.Campaign}/council/proposal"))
        {
            Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        }

        await CouncilScenario.SendAsync(homeAffairs, HttpMethod.Post, $"{council.Campaign}/council/conflicts", new { userId = scenario.An, unitId = scenario.UnitId, kind = "declared" });
        using (var outdated = await CouncilScenario.TryAsync(homeAffairs, HttpMethod.Post, $"{council.Campaign}/council/proposal/release"))
        {
            await Scenario.RefusedAsync(outdated, "distribution.outdated");
        }

        // Two units of 2 + 2 + 2 + 1 leaves and three members: 14 leaves, none of them An's of the first unit.
        var again = await CouncilScenario.SendAsync(homeAffairs, HttpMethod.Post, $"{council.Campaign}/council/proposal", new { membersPerShare = 1, seed = "2026" });
        Assert.Equal(14, again.GetProperty("members").EnumerateArray().Sum(member => member.GetProperty("leaves").GetInt32()));
        Assert.Empty(again.GetProperty("uncovered").EnumerateArray());
        var released = await CouncilScenario.SendAsync(homeAffairs, HttpMethod.Post, $"{council.Campaign}/council/proposal/release");
        Assert.Empty(released.GetProperty("unassigned").EnumerateArray());
        Assert.NotEqual(before, (await CouncilScenario.GetAsync(an, $"{council.Campaign}/council")).GetRawText());
        Assert.Equal("2026", proposal.GetProperty("seed").GetString());
    }

    [Fact]
    public async Task Reasons_are_kept_to_be_used_again_by_oneself_or_by_all_when_the_secretary_shares_them()
    {
        var (scenario, council) = await BeginAsync();
        using var an = scenario.As(scenario.An);
        using var binh = scenario.As(scenario.Binh);
        using var secretary = council.Secretary();
        var own = $"Thiếu tài liệu kiểm chứng {scenario.CampaignId}.";
        var shared = $"Tài liệu ngoài năm đánh giá {scenario.CampaignId}.";
        await CouncilScenario.SendAsync(an, HttpMethod.Post, "/api/appraisal/phrases", new { text = own });
        using (var refused = await CouncilScenario.TryAsync(an, HttpMethod.Post, "/api/appraisal/phrases", new { text = shared, shared = true }))
        {
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, "/api/appraisal/phrases", new { text = shared, shared = true });
        Assert.Subset((await TextsAsync(an)).ToHashSet(), new HashSet<string> { own, shared });
        Assert.DoesNotContain(own, await TextsAsync(binh));
        Assert.Contains(shared, await TextsAsync(binh));

        static async Task<List<string>> TextsAsync(HttpClient client) =>
            [.. (await CouncilScenario.GetAsync(client, "/api/appraisal/phrases")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString()!)];
    }

    private static List<Guid> Units(JsonElement list) => [.. list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("unitId").GetGuid())];

    private async Task<(Scenario, CouncilScenario)> BeginAsync()
    {
        var scenario = new Scenario(service);
        var council = new CouncilScenario(scenario);
        await service.Deliver(scenario.PhaseOpened(2, CampaignPhase.Appraisal, 1));
        await council.AppointAsync();
        await service.Deliver(scenario.Submission());
        await service.Deliver(scenario.Submission(unitId: scenario.OtherUnitId));
        return (scenario, council);
    }
}
