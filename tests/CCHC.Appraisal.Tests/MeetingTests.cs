using System.Net;
using System.Text.Json;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.Testing;
using DocumentFormat.OpenXml.Packaging;
using Xunit;

namespace CCHC.Appraisal.Tests;

/// <summary>The council's meeting, its vote, and the ratification of the result.</summary>
[Collection(OneService.Name)]
public sealed class MeetingTests(ServiceHost<AppraisalDbContext> service)
{
    [Fact]
    public async Task The_agenda_names_what_was_changed_much_or_asked_for_and_a_vote_decides_it()
    {
        var (scenario, council) = await BeginAsync();
        var caseId = await scenario.CaseIdAsync();

        // 1.2 of 2,5: 2,125 → 0,8 is more than half of the maximum; 2.2 of 2: 1,5 → 1 is not; 1.1 is asked for.
        await AppraiseAsync(scenario, scenario.An, "1.2", new { points = 0.8, reason = "Chỉ có 2 trên 5 nhiệm vụ đúng hạn." });
        await AppraiseAsync(scenario, scenario.Binh, "2.2", new { points = 1, reason = "Một hình thức không tính." });
        using (var an = scenario.As(scenario.An))
        {
            await CouncilScenario.SendAsync(an, HttpMethod.Put, $"/api/appraisal/cases/{caseId}/leaves/1.1/meeting-request", new { note = "Kế hoạch ban hành ngày 02/01, đề nghị hội đồng cho ý kiến." });
        }

        await scenario.CompleteAllAsync();
        var first = await service.Published<AppraisalCompleted>(x => x.CaseId == caseId);
        await service.Deliver(scenario.PhaseOpened(3, CampaignPhase.Council, 2));
        using var secretary = council.Secretary();
        var meeting = await CallAsync(council, secretary);
        Assert.Equal(2, (await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{meeting}/agenda")).GetProperty("added").GetInt32());
        Assert.Equal(0, (await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{meeting}/agenda")).GetProperty("added").GetInt32());
        var items = await ItemsAsync(secretary, meeting);
        Assert.Equal(["1.1:askedFor", "1.2:changed"], items.Select(item => $"{Text(item, "leafCode")}:{string.Join(',', item.GetProperty("why").EnumerateArray().Select(why => why.GetString()))}"));

        // The chair, the secretary and An are there, Bình and Chi are not.
        var item = $"{meeting}/items/{items[1].GetProperty("id").GetGuid()}";
        using (var early = await CouncilScenario.TryAsync(secretary, HttpMethod.Put, $"{item}/proposal", new { points = 1.5, reason = "Tính thêm hai nhiệm vụ." }))
        {
            await Scenario.RefusedAsync(early, "meeting.not-open");
        }

        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{meeting}/opening", new { present = new[] { council.ChairId, council.SecretaryId, scenario.An } });
        await CouncilScenario.SendAsync(secretary, HttpMethod.Put, $"{item}/proposal", new { points = 1.5, reason = "Tính thêm hai nhiệm vụ." });
        using (var binh = scenario.As(scenario.Binh))
        using (var absent = await CouncilScenario.TryAsync(binh, HttpMethod.Put, $"{item}/vote", new { choice = "yes" }))
        {
            await Scenario.RefusedAsync(absent, "meeting.not-present");
        }

        await VoteAsync(scenario.As(scenario.An), item, "no");
        await VoteAsync(council.Secretary(), item, "yes");
        using (var few = await CouncilScenario.TryAsync(secretary, HttpMethod.Post, $"{item}/settlement", new { keep = false }))
        {
            // 60 % of five members are three.
            Assert.Contains("cần ít nhất 3", Text(await Scenario.RefusedAsync(few, "meeting.no-quorum"), "detail"), StringComparison.Ordinal);
        }

        await VoteAsync(council.Chair(), item, "no");
        await VoteAsync(council.Chair(), item, "yes"); // thinks again
        var settled = await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{item}/settlement", new { keep = false });
        Assert.Equal(("adopted", 3), (Text(settled, "outcome"), settled.GetProperty("votes").GetInt32()));
        var told = await service.Published<CriterionAppraised>(x => x.CaseId == caseId && x.LeafCode == "1.2" && x.Points == 1.5m);
        Assert.True(told.Revision > first.Revision);

        // The unit is told too: everything but 1.2 as before.
        var second = await service.Published<AppraisalCompleted>(x => x.CaseId == caseId && x.Revision > first.Revision);
        Assert.Equal(first.Leaves.Sum(leaf => leaf.Points) + 0.7m, second.Leaves.Sum(leaf => leaf.Points));
        var shown = (await ItemsAsync(secretary, meeting))[1];
        Assert.Equal((2, 1, 0), (shown.GetProperty("yes").GetInt32(), shown.GetProperty("no").GetInt32(), shown.GetProperty("abstain").GetInt32()));

        var kept = await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{meeting}/items/{items[0].GetProperty("id").GetGuid()}/settlement", new { keep = true });
        Assert.Equal("kept", Text(kept, "outcome"));
        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{meeting}/closing", new { conclusion = "Thống nhất kết quả." });
        using var minutes = await CouncilScenario.TryAsync(secretary, HttpMethod.Get, $"{meeting}/minutes.docx");
        Assert.Equal(HttpStatusCode.OK, minutes.StatusCode);
        using var document = WordprocessingDocument.Open(new MemoryStream(await minutes.Content.ReadAsByteArrayAsync(Scenario.Cancellation)), isEditable: false);
        var text = document.MainDocumentPart!.Document!.InnerText;
        Assert.Contains("Tính thêm hai nhiệm vụ.", text, StringComparison.Ordinal);
        Assert.Contains("Thống nhất kết quả.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejected_proposal_changes_nothing_and_a_member_in_conflict_neither_sees_nor_votes_on_the_item()
    {
        var (scenario, council) = await BeginAsync();
        await AppraiseAsync(scenario, scenario.An, "1.2", new { points = 0.5, reason = "Thiếu." });
        await scenario.CompleteAllAsync();
        await service.Deliver(scenario.PhaseOpened(3, CampaignPhase.Council, 2));
        using var secretary = council.Secretary();
        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{council.Campaign}/council/conflicts", new { userId = scenario.Binh, unitId = scenario.UnitId, kind = "declared" });
        var meeting = await CallAsync(council, secretary);
        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{meeting}/agenda");
        var present = new[] { council.ChairId, council.SecretaryId, scenario.An, scenario.Binh, scenario.Chi };
        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{meeting}/opening", new { present });
        var item = $"{meeting}/items/{(await ItemsAsync(secretary, meeting))[0].GetProperty("id").GetGuid()}";
        await CouncilScenario.SendAsync(secretary, HttpMethod.Put, $"{item}/proposal", new { points = 2.5, reason = "Đủ." });

        using (var binh = scenario.As(scenario.Binh))
        {
            Assert.Empty(await ItemsAsync(binh, meeting));
            using var vote = await CouncilScenario.TryAsync(binh, HttpMethod.Put, $"{item}/vote", new { choice = "yes" });
            using var minutes = await CouncilScenario.TryAsync(binh, HttpMethod.Get, $"{meeting}/minutes.docx");
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (vote.StatusCode, minutes.StatusCode));
            Assert.Equal(0, (await CouncilScenario.GetAsync(binh, $"{council.Campaign}/meetings")).GetProperty("items")[0].GetProperty("items").GetInt32());
        }

        // Four may vote, three of them are needed; two of three against.
        await VoteAsync(council.Chair(), item, "yes");
        await VoteAsync(scenario.As(scenario.An), item, "no");
        await VoteAsync(scenario.As(scenario.Chi), item, "abstain");
        var settled = await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{item}/settlement", new { keep = false });
        Assert.Equal(("rejected", 4), (Text(settled, "outcome"), settled.GetProperty("eligible").GetInt32()));
        var shown = (await ItemsAsync(secretary, meeting))[0];
        Assert.Equal(0.5m, shown.GetProperty("result").GetProperty("points").GetDecimal());
        Assert.Equal(["Trần Thị Bình"], shown.GetProperty("notVoting").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task The_chair_ratifies_when_nothing_is_open_then_all_is_locked_until_chair_and_secretary_open_it_again()
    {
        var (scenario, council) = await BeginAsync();
        using var chair = council.Chair();
        using var secretary = council.Secretary();
        await AppraiseAsync(scenario, scenario.An, "1.2", new { points = 2, reason = "Thiếu một báo cáo – “vòng 1”." });
        var roundOne = await ReasonAsync(scenario, 1);
        await scenario.CompleteAllAsync();
        await service.Deliver(scenario.PhaseOpened(3, CampaignPhase.Appraisal, 2));
        await service.Deliver(scenario.Submission(round: 2, revision: 2));
        using (var open = await CouncilScenario.TryAsync(chair, HttpMethod.Post, $"{council.Campaign}/ratification", new { }))
        {
            // One unit is not appraised in round 2, the other has not submitted at all.
            var blockers = (await Scenario.RefusedAsync(open, "ratification.not-ready")).GetProperty("details").EnumerateArray().Select(x => x.GetString()).ToList();
            Assert.Equal(["Sở Đất đai: chưa gửi phiếu của vòng này.", "Sở Nội vụ: chưa thẩm định xong."], blockers);
        }

        await AppraiseAsync(scenario, scenario.An, "1.2", new { points = 2.1, reason = "Đã bổ sung – vòng 2." });
        await scenario.CompleteAllAsync();
        await service.Deliver(scenario.Submission(round: 2, revision: 1, unitId: scenario.OtherUnitId));
        foreach (var member in new[] { scenario.An, scenario.Binh, scenario.Chi })
        {
            using var client = scenario.As(member);
            await CouncilScenario.SendAsync(client, HttpMethod.Post, $"/api/appraisal/cases/{await scenario.CaseIdAsync(scenario.OtherUnitId)}/completion");
        }

        var round = await service.Published<AppraisalRoundCompleted>(x => x.CampaignId == scenario.CampaignId);
        Assert.Equal((2, 2), (round.Round, round.Units));
        using (var notChair = await CouncilScenario.TryAsync(secretary, HttpMethod.Post, $"{council.Campaign}/ratification", new { }))
        {
            Assert.Equal(HttpStatusCode.NotFound, notChair.StatusCode);
        }

        await CouncilScenario.SendAsync(chair, HttpMethod.Post, $"{council.Campaign}/ratification", new { note = "Phiên họp ngày 20/12." });
        Assert.True((await service.Published<ResultRatified>(x => x.CampaignId == scenario.CampaignId && x.Revision == 1)).Ratified);
        using (var late = await scenario.AppraiseAsync(scenario.An, "1.2", new { points = 0, reason = "Sau khi thông qua." }))
        {
            await Scenario.RefusedAsync(late, "appraisal.ratified");
        }

        using (var late = await CouncilScenario.TryAsync(secretary, HttpMethod.Post, $"{council.Campaign}/meetings", new { heldAt = DateTimeOffset.UtcNow, place = "Phòng họp" }))
        {
            await Scenario.RefusedAsync(late, "appraisal.ratified");
        }

        using (var without = await CouncilScenario.TryAsync(secretary, HttpMethod.Post, $"{council.Campaign}/reopening", new { reason = " " }))
        {
            Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        }

        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{council.Campaign}/reopening", new { reason = "Phát hiện số liệu sai của Sở Nội vụ." });
        using (var alone = await CouncilScenario.TryAsync(secretary, HttpMethod.Post, $"{council.Campaign}/reopening/agreement"))
        {
            await Scenario.RefusedAsync(alone, "reopening.other-needed");
        }

        var reopened = await CouncilScenario.SendAsync(chair, HttpMethod.Post, $"{council.Campaign}/reopening/agreement");
        Assert.Equal(["ratified", "reopeningAsked", "reopened"], reopened.GetProperty("steps").EnumerateArray().Select(step => Text(step, "kind")));
        Assert.False((await service.Published<ResultRatified>(x => x.CampaignId == scenario.CampaignId && x.Revision == 2)).Ratified);
        Assert.Equal("Thiếu một báo cáo – “vòng 1”.", roundOne);
        Assert.Equal(roundOne, await ReasonAsync(scenario, 1));
        Assert.Equal("Đã bổ sung – vòng 2.", await ReasonAsync(scenario, 2));

        // Every change of the point, in order: claim, cut, claim again, partly given back.
        using var auditor = council.HomeAffairs();
        var history = await CouncilScenario.GetAsync(auditor, $"/api/appraisal/cases/{await scenario.CaseIdAsync()}/leaves/1.2/history");
        Assert.Equal(
            ["1 claim null → 2.125", "1 decision 2.125 → 2", "2 claim 2.125 → 2.125", "2 decision 2 → 2.1"],
            history.GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetProperty("round")} {Text(entry, "kind")} {(entry.GetProperty("from").ValueKind == JsonValueKind.Null ? "null" : entry.GetProperty("from").GetRawText())} → {entry.GetProperty("to").GetRawText()}"));
    }

    [Fact]
    public async Task A_mistake_found_after_publication_is_decided_anew_once_chair_and_secretary_have_opened_the_result_again()
    {
        var (scenario, council) = await BeginAsync();
        var caseId = await scenario.CaseIdAsync();
        await AppraiseAsync(scenario, scenario.An, "1.2", new { points = 0.8, reason = "Chỉ có 2 trên 5 nhiệm vụ đúng hạn." });
        await scenario.CompleteAllAsync();
        await service.Deliver(scenario.PhaseOpened(3, CampaignPhase.Council, 2));
        using var chair = council.Chair();
        using var secretary = council.Secretary();
        await CouncilScenario.SendAsync(chair, HttpMethod.Post, $"{council.Campaign}/ratification", new { });
        await service.Deliver(scenario.PhaseOpened(4, CampaignPhase.Published, 2));
        using (var locked = await CouncilScenario.TryAsync(secretary, HttpMethod.Post, $"{council.Campaign}/meetings", new { heldAt = DateTimeOffset.UtcNow, place = "Phòng họp" }))
        {
            await Scenario.RefusedAsync(locked, "appraisal.ratified");
        }

        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{council.Campaign}/reopening", new { reason = "Đơn vị khiếu nại đúng về tiêu chí 1.2." });
        await CouncilScenario.SendAsync(chair, HttpMethod.Post, $"{council.Campaign}/reopening/agreement");
        var meeting = await CallAsync(council, secretary);
        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{meeting}/agenda");
        var item = $"{meeting}/items/{(await ItemsAsync(secretary, meeting)).Single(x => Text(x, "leafCode") == "1.2").GetProperty("id").GetGuid()}";
        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{meeting}/opening", new { present = new[] { council.ChairId, council.SecretaryId, scenario.An } });
        await CouncilScenario.SendAsync(secretary, HttpMethod.Put, $"{item}/proposal", new { points = 1.5, reason = "Tính thêm hai nhiệm vụ." });
        await VoteAsync(council.Chair(), item, "yes");
        await VoteAsync(council.Secretary(), item, "yes");
        await VoteAsync(scenario.As(scenario.An), item, "yes");
        Assert.Equal("adopted", Text(await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{item}/settlement", new { keep = false }), "outcome"));
        await service.Published<CriterionAppraised>(x => x.CaseId == caseId && x.LeafCode == "1.2" && x.Points == 1.5m);
        await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{meeting}/closing", new { conclusion = "Thống nhất." });
        await CouncilScenario.SendAsync(chair, HttpMethod.Post, $"{council.Campaign}/ratification", new { });
        Assert.True((await service.Published<ResultRatified>(x => x.CampaignId == scenario.CampaignId && x.Revision == 3)).Ratified);
    }

    [Fact]
    public async Task Statistics_show_who_cuts_more_than_others_and_where()
    {
        var (scenario, council) = await BeginAsync();
        await service.Deliver(scenario.Submission(unitId: scenario.OtherUnitId));
        await AppraiseAsync(scenario, scenario.An, "1.1", new { points = 0.5, reason = "Ban hành muộn." }); // of 1: − 0,5
        await AppraiseAsync(scenario, scenario.An, "1.2", new { points = 2.125 }); // of 2,5: 0

        using var homeAffairs = council.HomeAffairs();
        var statistics = await CouncilScenario.GetAsync(homeAffairs, $"{council.Campaign}/statistics");
        var an = Assert.Single(statistics.GetProperty("members").EnumerateArray());
        Assert.Equal((2, -0.25m, 0m), (an.GetProperty("decisions").GetInt32(), an.GetProperty("change").GetDecimal(), an.GetProperty("leniency").GetDecimal()));
        var leaf = statistics.GetProperty("criteria").EnumerateArray().Single(x => Text(x, "code") == "1.1");

        // Results 0,5 and 1 of 1: mean 0,75, standard deviation √(2 × 0,25²) = 0,3536; one cut of 0,5.
        Assert.Equal((2, 0.75m, 1, 0.5m), (leaf.GetProperty("units").GetInt32(), leaf.GetProperty("meanResult").GetDecimal(), leaf.GetProperty("cuts").GetInt32(), leaf.GetProperty("cut").GetDecimal()));
        Assert.Equal(0.3536m, Math.Round(leaf.GetProperty("spread").GetDecimal(), 4));
        var work = await CouncilScenario.GetAsync(homeAffairs, $"{council.Campaign}/workload");
        var load = work.GetProperty("members").EnumerateArray().Single(member => member.GetProperty("userId").GetGuid() == scenario.An);

        // Fields 1 (two leaves) and DT (one) in two units.
        Assert.Equal((6, 2, 4, 0), (load.GetProperty("leaves").GetInt32(), load.GetProperty("appraised").GetInt32(), load.GetProperty("parts").GetInt32(), load.GetProperty("completedParts").GetInt32()));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static async Task<List<JsonElement>> ItemsAsync(HttpClient client, string meeting) => [.. (await CouncilScenario.GetAsync(client, meeting)).GetProperty("items").EnumerateArray()];

    private static async Task<string> CallAsync(CouncilScenario council, HttpClient secretary) =>
        $"/api/appraisal/meetings/{(await CouncilScenario.SendAsync(secretary, HttpMethod.Post, $"{council.Campaign}/meetings", new { heldAt = DateTimeOffset.UtcNow, place = "Phòng họp số 2" })).GetProperty("id").GetGuid()}";

    private static async Task VoteAsync(HttpClient member, string item, string choice)
    {
        using (member)
        {
            await CouncilScenario.SendAsync(member, HttpMethod.Put, $"{item}/vote", new { choice });
        }
    }

    private static async Task AppraiseAsync(Scenario scenario, Guid member, string leaf, object body)
    {
        using var response = await scenario.AppraiseAsync(member, leaf, body);
        await Scenario.OkAsync(response);
    }

    /// <summary>Of the decision on 1.2 in that round, as the database has it.</summary>
    private async Task<string?> ReasonAsync(Scenario scenario, int round)
    {
        var caseId = await scenario.CaseIdAsync();
        return await service.Read(db => Task.FromResult(db.Judgements.Where(x => x.CaseId == caseId && x.LeafCode == "1.2" && x.Round == round).Select(x => x.Reason).Single()));
    }

    private async Task<(Scenario, CouncilScenario)> BeginAsync()
    {
        var scenario = new Scenario(service);
        var council = new CouncilScenario(scenario);
        await service.Deliver(scenario.PhaseOpened(2, CampaignPhase.Appraisal, 1));
        await council.AppointAsync();
        await council.SetRulesAsync(independent: false);
        await service.Deliver(scenario.Submission());
        return (scenario, council);
    }
}
