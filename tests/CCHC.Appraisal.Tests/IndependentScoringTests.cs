using System.Globalization;
using System.Net;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Testing;
using Xunit;

namespace CCHC.Appraisal.Tests;

/// <summary>An and Chi score field 3 without seeing each other: 3.1 claims 4,2 of 7, 3.2 of 4 is claimed not to arise.</summary>
[Collection(OneService.Name)]
public sealed class IndependentScoringTests(ServiceHost<AppraisalDbContext> service)
{
    [Theory]
    [InlineData("mean", "3.85")] // (4 + 3,7) / 2
    [InlineData("stricter", "3.7")]
    public async Task What_two_members_agree_on_within_the_threshold_counts_when_both_have_finished(string combination, string counts)
    {
        var expected = decimal.Parse(counts, CultureInfo.InvariantCulture);
        var (scenario, council) = await BeginAsync(combination);
        var caseId = await scenario.CaseIdAsync();
        using (var an = scenario.As(scenario.An))
        {
            await CouncilScenario.SendAsync(an, HttpMethod.Put, $"/api/appraisal/cases/{caseId}/leaves/3.1", new { points = 4, reason = "Thiếu báo cáo quý IV." });
            await CouncilScenario.SendAsync(an, HttpMethod.Post, $"/api/appraisal/cases/{caseId}/completion");
        }

        // Not through the agenda of a meeting either.
        using var secretary = council.Secretary();
        var called = await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{council.Campaign}/meetings", new { heldAt = DateTimeOffset.UtcNow, place = "Phòng họp" });
        var meeting = $"/api/appraisal/meetings/{called.GetProperty("id").GetGuid()}";
        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{meeting}/items", new { caseId, leafCode = "3.1" });

        // Chi, the chair and home affairs see nothing of it, and the live points have not moved.
        foreach (var other in new[] { scenario.As(scenario.Chi), council.Chair(), council.HomeAffairs() })
        {
            using (other)
            {
                var text = (await CouncilScenario.GetAsync(other, $"/api/appraisal/cases/{caseId}")).GetRawText() + (await CouncilScenario.GetAsync(other, $"/api/appraisal/cases/{caseId}/leaves/3.1/history")).GetRawText()
                    + (await CouncilScenario.GetAsync(other, meeting)).GetRawText();
                Assert.DoesNotContain("Thiếu báo cáo quý IV.", text, StringComparison.Ordinal);
            }
        }

        using (var chi = scenario.As(scenario.Chi))
        {
            // Off by 0,3 of 7: below the tenth of the maximum, 0,7.
            await CouncilScenario.SendAsync(chi, HttpMethod.Put, $"/api/appraisal/cases/{caseId}/leaves/3.1", new { points = 3.7, reason = "Hồ sơ quá hạn không công khai." });
            await CouncilScenario.SendAsync(chi, HttpMethod.Post, $"/api/appraisal/cases/{caseId}/completion");
            var leaf = Scenario.Leaf(await CouncilScenario.GetAsync(chi, $"/api/appraisal/cases/{caseId}"), "3.1");
            Assert.Equal(expected, leaf.GetProperty("result").GetProperty("points").GetDecimal());

            // The tokens of tests carry one name for everybody.
            Assert.Equal(
                ["Người dùng thử: Hồ sơ quá hạn không công khai.", "Người dùng thử: Thiếu báo cáo quý IV."],
                leaf.GetProperty("appraised").GetProperty("reason").GetString()!.Split('\n').Order(StringComparer.Ordinal));
            Assert.Equal(2, leaf.GetProperty("opinions").GetArrayLength());
            Assert.Contains("Thiếu báo cáo quý IV.", (await CouncilScenario.GetAsync(chi, meeting)).GetRawText(), StringComparison.Ordinal);
            Assert.False(leaf.GetProperty("disputed").GetBoolean());
        }

        var told = await service.Published<CriteriaAppraised>(x => x.CampaignId == scenario.CampaignId);
        Assert.Equal([("3.1", expected)], told.Leaves.Select(leaf => (leaf.LeafCode, leaf.Points!.Value)));
    }

    [Fact]
    public async Task What_differs_beyond_the_threshold_waits_for_the_chair_and_then_completes_the_field()
    {
        var (scenario, council) = await BeginAsync("mean");
        var caseId = await scenario.CaseIdAsync();
        await OpineAndFinishAsync(scenario, caseId, scenario.An, new { points = 4.2 });
        await OpineAndFinishAsync(scenario, caseId, scenario.Chi, new { points = 2, reason = "Số liệu không khớp Cổng dịch vụ công." }); // off by 2,2 of 7
        await OpineAndFinishAsync(scenario, caseId, scenario.Binh, null);

        // Bình's field has one member, so it is completed; 3 is not, and An may not change its score any more.
        using var chair = council.Chair();
        var shown = await CouncilScenario.GetAsync(chair, $"/api/appraisal/cases/{caseId}");
        Assert.True(Scenario.Leaf(shown, "3.1").GetProperty("disputed").GetBoolean());
        Assert.True(shown.GetProperty("mayArbitrate").GetBoolean());
        Assert.Equal("open", shown.GetProperty("status").GetString());
        using (var late = await scenario.AppraiseAsync(scenario.An, "3.1", new { points = 3, reason = "Nghĩ lại." }))
        {
            await Scenario.RefusedAsync(late, "appraisal.own-part-completed");
        }

        using (var member = scenario.As(scenario.An))
        using (var forbidden = await CouncilScenario.TryAsync(member, HttpMethod.Put, $"/api/appraisal/cases/{caseId}/leaves/3.1/arbitration", new { points = 4.2, reason = "Tự phân xử." }))
        {
            Assert.Equal(HttpStatusCode.NotFound, forbidden.StatusCode);
        }

        using (var silent = await CouncilScenario.TryAsync(chair, HttpMethod.Put, $"/api/appraisal/cases/{caseId}/leaves/3.1/arbitration", new { points = 4.2 }))
        {
            await Scenario.RefusedAsync(silent, "arbitration.reason-required");
        }

        await CouncilScenario.SendAsync(chair, HttpMethod.Put, $"/api/appraisal/cases/{caseId}/leaves/3.1/arbitration", new { points = 3.5, reason = "Chấp nhận một nửa số hồ sơ bổ sung." });
        var completed = await service.Published<AppraisalCompleted>(x => x.CaseId == caseId);

        // 1 + 2,125 + 2 + 1,5 as claimed, 3.1 as arbitrated, 3.2 does not arise, no bonus.
        Assert.Equal(10.125m, completed.Leaves.Sum(leaf => leaf.Points));
        Assert.False(completed.Leaves.Single(leaf => leaf.LeafCode == "3.2").Applicable);

        // Scores of 4,2 and 2, mean 3,1: √(2 × 1,21 / 1) = 1,555635.
        Assert.Equal([("3.1", 2, 1.555635m)], Spreads(completed));
        using var twice = await CouncilScenario.TryAsync(chair, HttpMethod.Put, $"/api/appraisal/cases/{caseId}/leaves/3.1/arbitration", new { points = 1, reason = "Lần nữa." });
        await Scenario.RefusedAsync(twice, "arbitration.settled");
    }

    [Fact]
    public async Task A_completed_case_tells_how_far_independent_scores_lie_apart_and_not_who_gave_them()
    {
        var (scenario, _) = await BeginAsync("mean");
        var caseId = await scenario.CaseIdAsync();
        await OpineAndFinishAsync(scenario, caseId, scenario.Binh, null);
        await OpineAndFinishAsync(scenario, caseId, scenario.An, new { points = 4, reason = "Thiếu báo cáo." });
        await OpineAndFinishAsync(scenario, caseId, scenario.Chi, new { points = 3.7, reason = "Hồ sơ quá hạn." });

        // Mean 3,85, each 0,15 off: √(2 × 0,0225 / 1) = 0,212132. Of other leaves nobody wrote a score.
        var completed = await service.Published<AppraisalCompleted>(x => x.CaseId == caseId);
        Assert.Equal([("3.1", 2, 0.212132m)], Spreads(completed));
        var text = System.Text.Json.JsonSerializer.Serialize(completed);
        Assert.All((Guid[])[scenario.An, scenario.Binh, scenario.Chi], member => Assert.DoesNotContain(member.ToString(), text, StringComparison.Ordinal));
        Assert.DoesNotContain("3.7", text, StringComparison.Ordinal);

        // In the next round nobody writes of 3.1 again: what was told of it stays.
        await service.Deliver(scenario.PhaseOpened(3, CampaignPhase.Appraisal, 2));
        await service.Deliver(scenario.Submission(round: 2, revision: 2));
        foreach (var member in (Guid[])[scenario.Binh, scenario.An, scenario.Chi])
        {
            await OpineAndFinishAsync(scenario, caseId, member, null);
        }

        Assert.Equal([("3.1", 2, 0.212132m)], Spreads(await service.Published<AppraisalCompleted>(x => x.CaseId == caseId && x.Round == 2)));
    }

    [Fact]
    public async Task A_member_who_left_a_claim_as_it_stands_beside_one_who_did_not_counts_with_the_claim()
    {
        var (scenario, _) = await BeginAsync("mean");
        var caseId = await scenario.CaseIdAsync();
        await OpineAndFinishAsync(scenario, caseId, scenario.Binh, null);
        await OpineAndFinishAsync(scenario, caseId, scenario.An, new { points = 4, reason = "Thiếu báo cáo." });
        await OpineAndFinishAsync(scenario, caseId, scenario.Chi, null);

        // 4 and the claimed 4,2: √(2 × 0,01 / 1) = 0,141421.
        Assert.Equal([("3.1", 2, 0.141421m)], Spreads(await service.Published<AppraisalCompleted>(x => x.CaseId == caseId)));
    }

    [Fact]
    public async Task Whether_a_leaf_arises_is_never_settled_by_a_mean()
    {
        var (scenario, _) = await BeginAsync("mean");
        var caseId = await scenario.CaseIdAsync();
        using (var an = scenario.As(scenario.An))
        {
            await CouncilScenario.SendAsync(an, HttpMethod.Put, $"/api/appraisal/cases/{caseId}/leaves/3.2", new { applicable = true, points = 0, reason = "Có hồ sơ trễ hạn." });
            await CouncilScenario.SendAsync(an, HttpMethod.Post, $"/api/appraisal/cases/{caseId}/completion");
        }

        await OpineAndFinishAsync(scenario, caseId, scenario.Chi, null);
        using var chi = scenario.As(scenario.Chi);
        Assert.True(Scenario.Leaf(await CouncilScenario.GetAsync(chi, $"/api/appraisal/cases/{caseId}"), "3.2").GetProperty("disputed").GetBoolean());
    }

    [Fact]
    public async Task The_way_of_scoring_is_fixed_once_somebody_has_scored_and_nothing_is_agreed_to_in_bulk()
    {
        var (scenario, council) = await BeginAsync("mean");
        using (var one = await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 1 }))
        {
            await Scenario.OkAsync(one);
        }

        using var homeAffairs = council.HomeAffairs();
        using (var changed = await CouncilScenario.TryAsync(homeAffairs, HttpMethod.Put, $"{council.Campaign}/council/rules", new { independent = false, threshold = 0.1, combination = "mean", quorum = 0.6, agendaChange = 0.5 }))
        {
            await Scenario.RefusedAsync(changed, "council.scoring-started");
        }

        await council.SetRulesAsync(independent: true, quorum: 0.8m);
        using var an = scenario.As(scenario.An);
        using var bulk = await CouncilScenario.TryAsync(an, HttpMethod.Post, $"{council.Campaign}/acceptances", new { });
        await Scenario.RefusedAsync(bulk, "acceptance.independent");
    }

    [Fact]
    public async Task A_new_submission_lets_members_finish_again_and_keeps_what_they_wrote()
    {
        var (scenario, _) = await BeginAsync("mean");
        var caseId = await scenario.CaseIdAsync();
        await OpineAndFinishAsync(scenario, caseId, scenario.An, new { points = 4, reason = "Thiếu báo cáo." });
        await service.Deliver(scenario.Submission(revision: 2, leaf12Numerator: 90));

        using (var again = await scenario.AppraiseAsync(scenario.An, "3.1", new { points = 3.9, reason = "Vẫn thiếu." }))
        {
            await Scenario.OkAsync(again);
        }

        using var an = scenario.As(scenario.An);
        var history = await CouncilScenario.GetAsync(an, $"/api/appraisal/cases/{caseId}/leaves/3.1/history");
        Assert.Equal(["Thiếu báo cáo.", "Vẫn thiếu."], history.GetProperty("entries").EnumerateArray().Where(entry => entry.GetProperty("kind").GetString() == "opinion").Select(entry => entry.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_member_who_is_added_after_a_field_is_completed_changes_nothing_of_it()
    {
        var (scenario, council) = await BeginAsync("mean");
        var caseId = await scenario.CaseIdAsync();
        await OpineAndFinishAsync(scenario, caseId, scenario.An, new { points = 4, reason = "Thiếu báo cáo." });
        await OpineAndFinishAsync(scenario, caseId, scenario.Chi, new { points = 4, reason = "Thiếu báo cáo." });
        await council.AppointAsync(twoOnField3: true, secretaryScores: true);
        await service.Published<CriteriaAppraised>(x => x.CampaignId == scenario.CampaignId);
        var before = await ScoresOf31Async(council, caseId);

        using (var secretary = council.Secretary(Roles.Appraiser))
        {
            await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"/api/appraisal/cases/{caseId}/completion");
        }

        Assert.Equal(before, await ScoresOf31Async(council, caseId));
    }

    private static IEnumerable<(string Leaf, int Opinions, decimal Deviation)> Spreads(AppraisalCompleted completed) =>
        completed.Leaves.Where(leaf => leaf.Opinions is not null || leaf.OpinionDeviation is not null).Select(leaf => (leaf.LeafCode, leaf.Opinions!.Value, leaf.OpinionDeviation!.Value));

    /// <summary>Result and decision of 3.1, and how many members' scores stand beside it.</summary>
    private static async Task<(string, string, int)> ScoresOf31Async(CouncilScenario council, Guid caseId)
    {
        using var chair = council.Chair();
        var leaf = Scenario.Leaf(await CouncilScenario.GetAsync(chair, $"/api/appraisal/cases/{caseId}"), "3.1");
        return (leaf.GetProperty("result").GetRawText(), leaf.GetProperty("appraised").GetRawText(), leaf.GetProperty("opinions").GetArrayLength());
    }

    private async Task<(Scenario, CouncilScenario)> BeginAsync(string combination)
    {
        var scenario = new Scenario(service);
        var council = new CouncilScenario(scenario);
        await service.Deliver(scenario.PhaseOpened(2, CampaignPhase.Appraisal, 1));
        await council.AppointAsync(twoOnField3: true);
        await council.SetRulesAsync(independent: true, combination: combination);
        await service.Deliver(scenario.Submission());
        return (scenario, council);
    }

    private static async Task OpineAndFinishAsync(Scenario scenario, Guid caseId, Guid member, object? on31)
    {
        using var client = scenario.As(member);
        if (on31 is not null)
        {
            await CouncilScenario.SendAsync(client, HttpMethod.Put, $"/api/appraisal/cases/{caseId}/leaves/3.1", on31);
        }

        await CouncilScenario.SendAsync(client, HttpMethod.Post, $"/api/appraisal/cases/{caseId}/completion");
    }
}
