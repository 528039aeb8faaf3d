using System.Net;
using System.Text.Json;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Messaging;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace CCHC.Appraisal.Tests;

[Collection(OneService.Name)]
public sealed class CaseTests(ServiceHost<AppraisalDbContext> service)
{
    [Fact]
    public async Task The_last_field_completes_the_case_and_every_leaf_is_published()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        using var cut = await scenario.AppraiseAsync(scenario.An, "1.2", new { points = 2, reason = "Một nhiệm vụ chưa xong." });
        using var bonus = await scenario.AppraiseAsync(scenario.An, "DT", new { data = new { points = 5 }, reason = "Hai mô hình mới." });
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (cut.StatusCode, bonus.StatusCode));

        using var first = await scenario.CompleteAsync(scenario.An);
        using var second = await scenario.CompleteAsync(scenario.Binh);
        Assert.Equal("open", (await Scenario.OkAsync(second)).GetProperty("status").GetString());
        using var last = await scenario.CompleteAsync(scenario.Chi);
        var answer = await Scenario.OkAsync(last);

        Assert.Equal("completed", answer.GetProperty("status").GetString());
        Assert.Equal(["1", "2", "3", "DT"], answer.GetProperty("completedFields").EnumerateArray().Select(field => field.GetString()));
        var published = await service.Published<AppraisalCompleted>(x => x.CampaignId == scenario.CampaignId);
        Assert.Equal(
            [
                ("1.1", 1m, true, null), ("1.2", 2m, true, "Một nhiệm vụ chưa xong."), ("2.1", 2m, true, null), ("2.2", 1.5m, true, null),
                ("3.1", 4.2m, true, null), ("3.2", 0m, false, null), ("DT", 3m, true, "Hai mô hình mới."),
            ],
            published.Leaves.Select(leaf => (leaf.LeafCode, leaf.Points, leaf.Applicable, leaf.Reason)));
        Assert.Equal((scenario.UnitId, 1), (published.UnitId, published.Round));
        Assert.Equal(published.Revision, await service.Read(db => db.Cases.Where(x => x.Id == published.CaseId).Select(x => x.Revision).SingleAsync(Scenario.Cancellation)));
    }

    [Fact]
    public async Task Completing_twice_publishes_once()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        await scenario.CompleteAllAsync();
        var first = await service.Published<AppraisalCompleted>(x => x.CampaignId == scenario.CampaignId);

        using var again = await scenario.CompleteAsync(scenario.Chi);

        Assert.Equal("completed", (await Scenario.OkAsync(again)).GetProperty("status").GetString());
        Assert.Equal(first.Revision, await service.Read(db => db.Cases.Where(x => x.Id == first.CaseId).Select(x => x.Revision).SingleAsync(Scenario.Cancellation)));
    }

    [Fact]
    public async Task A_field_with_a_leaf_without_any_points_cannot_be_completed()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        var submission = scenario.Submission(unitId: scenario.OtherUnitId);
        await service.Deliver(submission with { Leaves = [.. submission.Leaves.Where(leaf => leaf.LeafCode != "2.2")] });
        using var client = scenario.As(scenario.Binh);

        using var response = await client.PostAsync($"/api/appraisal/cases/{await scenario.CaseIdAsync(scenario.OtherUnitId)}/completion", content: null, Scenario.Cancellation);

        var problem = await Scenario.RefusedAsync(response, "appraisal.incomplete");
        Assert.Equal(["2.2 Tuyên truyền"], problem.GetProperty("details").EnumerateArray().Select(detail => detail.GetString()));
    }

    [Fact]
    public async Task Round_2_keeps_what_was_decided_in_round_1()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        using var changed = await scenario.AppraiseAsync(scenario.An, "1.2", new { points = 1, reason = "Thiếu minh chứng." });
        using var unchanged = await scenario.AppraiseAsync(scenario.Binh, "2.1", new { points = 0.5m, reason = "Hai báo cáo trễ." });
        await scenario.CompleteAllAsync();
        await service.Deliver(scenario.PhaseOpened(3, CampaignPhase.SelfAssessment, 2));
        await service.Deliver(scenario.Submission(round: 2, revision: 2, leaf12Numerator: 90));
        await service.Deliver(scenario.PhaseOpened(4, CampaignPhase.Appraisal, 2));

        using var client = scenario.As(scenario.An);
        var appraisalCase = await scenario.GetCaseAsync(client);
        Assert.Equal(("open", 2), (appraisalCase.GetProperty("status").GetString(), appraisalCase.GetProperty("round").GetInt32()));
        Assert.All(appraisalCase.GetProperty("fields").EnumerateArray(), field => Assert.False(field.GetProperty("completed").GetBoolean()));

        // New data: the claim is open again, and what was said of the old one can still be read.
        var leaf = Scenario.Leaf(appraisalCase, "1.2");
        var earlier = leaf.GetProperty("earlier").EnumerateArray().Single();
        Assert.Equal("Thiếu minh chứng.", earlier.GetProperty("appraised").GetProperty("reason").GetString());
        Assert.Equal(85, earlier.GetProperty("self").GetProperty("data").GetProperty("numerator").GetDecimal());
        Assert.Equal("Giải trình 1.2", earlier.GetProperty("self").GetProperty("explanation").GetString());
        Assert.Equal(JsonValueKind.Null, leaf.GetProperty("appraised").ValueKind);
        Assert.Equal(2.25m, leaf.GetProperty("result").GetProperty("points").GetDecimal()); // 2,5 × 90 %

        // The same claim: the decision stands until somebody decides anew.
        var standing = Scenario.Leaf(appraisalCase, "2.1");
        Assert.Equal(1, standing.GetProperty("appraised").GetProperty("round").GetInt32());
        Assert.Equal(0.5m, standing.GetProperty("result").GetProperty("points").GetDecimal());

        using var restored = await scenario.AppraiseAsync(scenario.An, "1.2", new { points = 2.2m, reason = "Đã bổ sung minh chứng." });
        Assert.Equal(HttpStatusCode.OK, restored.StatusCode);
        Assert.Equal("Thiếu minh chứng.", Scenario.Leaf(await scenario.GetCaseAsync(client), "1.2").GetProperty("earlier")[0].GetProperty("appraised").GetProperty("reason").GetString());

        await scenario.CompleteAllAsync();
        var published = await service.Published<AppraisalCompleted>(x => x.CampaignId == scenario.CampaignId && x.Round == 2);
        Assert.Equal(
            [("1.2", 2.2m, "Đã bổ sung minh chứng."), ("2.1", 0.5m, "Hai báo cáo trễ.")],
            published.Leaves.Where(x => x.Reason is not null).Select(x => (x.LeafCode, x.Points, x.Reason)));
    }

    [Fact]
    public async Task An_older_submission_and_an_older_phase_change_nothing()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        await service.Deliver(scenario.PhaseOpened(4, CampaignPhase.Appraisal, 2));
        await service.Deliver(scenario.Submission(round: 2, revision: 2, leaf12Numerator: 90));

        await service.Deliver(scenario.Submission(round: 1, revision: 1));
        await service.Deliver(scenario.Submission(round: 2, revision: 2, leaf12Numerator: 81));
        await service.Deliver(scenario.PhaseOpened(3, CampaignPhase.SelfAssessment, 2));

        using var client = scenario.As(scenario.An);
        var appraisalCase = await scenario.GetCaseAsync(client);
        Assert.True(appraisalCase.GetProperty("phaseOpen").GetBoolean());
        Assert.Equal(90, Scenario.Leaf(appraisalCase, "1.2").GetProperty("self").GetProperty("data").GetProperty("numerator").GetDecimal());
    }

    [Fact]
    public async Task A_submission_delivered_twice_opens_one_case()
    {
        var scenario = new Scenario(service);
        await service.Deliver(scenario.PhaseOpened(2, CampaignPhase.Appraisal, 1));
        var submission = scenario.Submission();
        var messageId = Guid.CreateVersion7();

        // The same message, and the same news in other messages, at once: none may end in the error queue.
        var published = await Task.WhenAll(
            service.Publish(submission, messageId), service.Publish(submission, messageId), service.Publish(submission), service.Publish(submission));
        await Eventually.Is(
            () => service.Read(db => db.Set<InboxMessage>().CountAsync(x => published.Contains(x.MessageId), Scenario.Cancellation)),
            count => count == 3);

        var opened = await service.Read(db => db.Cases.Include(x => x.Leaves).Where(x => x.CampaignId == scenario.CampaignId).ToListAsync(Scenario.Cancellation));
        Assert.Equal(6, Assert.Single(opened).Leaves.Count);
        Assert.Equal(1, opened[0].Revision);
    }

    [Fact]
    public async Task A_submission_may_come_before_the_campaign()
    {
        var scenario = new Scenario(service);
        await service.Deliver(scenario.Submission());
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var early = await scenario.GetCaseAsync(homeAffairs);
        Assert.Equal(JsonValueKind.Null, early.GetProperty("unitName").ValueKind);

        await service.Deliver(scenario.PhaseOpened(2, CampaignPhase.Appraisal, 1));
        await scenario.AppointAsync();

        using var appraised = await scenario.AppraiseAsync(scenario.Chi, "3.1", new { points = 4, reason = "x" });
        Assert.Equal(HttpStatusCode.OK, appraised.StatusCode);
        Assert.Equal("Sở Nội vụ", (await scenario.GetCaseAsync(homeAffairs)).GetProperty("unitName").GetString());
    }

    [Fact]
    public async Task A_case_shows_all_leaves_and_marks_mine()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        using var client = scenario.As(scenario.Binh);

        var appraisalCase = await scenario.GetCaseAsync(client);

        Assert.Equal(
            [("1.1", false), ("1.2", false), ("2.1", true), ("2.2", true), ("3.1", false), ("3.2", false), ("DT", false)],
            appraisalCase.GetProperty("leaves").EnumerateArray().Select(leaf => (leaf.GetProperty("code").GetString()!, leaf.GetProperty("mine").GetBoolean())));
        var leaf = Scenario.Leaf(appraisalCase, "2.1");
        Assert.Equal("Cải cách thể chế", leaf.GetProperty("depthPath").GetString());
        Assert.Equal("deduction", leaf.GetProperty("rule").GetProperty("kind").GetString());
        Assert.Contains("Báo cáo trễ hạn", leaf.GetProperty("ruleText").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, leaf.GetProperty("self").GetProperty("data").GetProperty("violations").GetProperty("tre").GetDecimal());
        Assert.Equal(["1", "2", "3", "DT"], appraisalCase.GetProperty("fields").EnumerateArray().Select(field => field.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Who_has_no_field_in_the_campaign_sees_no_case_and_the_auditor_sees_all()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        var caseId = await scenario.CaseIdAsync();
        using var stranger = scenario.As(Guid.NewGuid());
        using var auditor = service.Client(Roles.Auditor);
        using var officer = service.Client(Roles.UnitOfficer, scenario.UnitId);

        using var hidden = await stranger.GetAsync($"/api/appraisal/cases/{caseId}", Scenario.Cancellation);
        using var forbidden = await officer.GetAsync($"/api/appraisal/cases/{caseId}", Scenario.Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Forbidden), (hidden.StatusCode, forbidden.StatusCode));
        Assert.Equal(0, (await ListAsync(stranger, scenario)).GetProperty("total").GetInt32());
        Assert.Equal(1, (await ListAsync(auditor, scenario)).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_list_counts_my_leaves_pages_searches_and_sorts_in_vietnamese()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        await service.Deliver(scenario.Submission(unitId: scenario.OtherUnitId));
        using var judged = await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 1 });
        using var others = await scenario.AppraiseAsync(scenario.Binh, "2.1", new { points = 2 });
        using var completion = await scenario.CompleteAsync(scenario.Binh);
        using var an = scenario.As(scenario.An);
        using var binh = scenario.As(scenario.Binh);
        using var conflicted = scenario.As(scenario.An, unitOf: scenario.UnitId);

        var mine = await ListAsync(an, scenario);
        Assert.Equal(["Sở Đất đai", "Sở Nội vụ"], Names(mine));
        var item = mine.GetProperty("items")[1];
        Assert.Equal(
            (3, 1, false, 7, 2, "open", true),
            (item.GetProperty("myLeaves").GetInt32(), item.GetProperty("myAppraised").GetInt32(), item.GetProperty("myCompleted").GetBoolean(),
                item.GetProperty("leaves").GetInt32(), item.GetProperty("appraised").GetInt32(), item.GetProperty("status").GetString(),
                item.GetProperty("phaseOpen").GetBoolean()));
        Assert.Equal([false, true], (await ListAsync(binh, scenario)).GetProperty("items").EnumerateArray().Select(x => x.GetProperty("myCompleted").GetBoolean()));

        Assert.Equal(["Sở Đất đai"], Names(await ListAsync(an, scenario, "&search=dat%20dai")));
        Assert.Equal(["Sở Nội vụ"], Names(await ListAsync(an, scenario, "&search=snv")));
        Assert.Empty(Names(await ListAsync(an, scenario, "&search=%25")));
        Assert.Empty(Names(await ListAsync(an, scenario, "&status=completed")));
        var secondPage = await ListAsync(an, scenario, "&page=2&pageSize=1");
        Assert.Equal(["Sở Nội vụ"], Names(secondPage));
        Assert.Equal(2, secondPage.GetProperty("total").GetInt32());
        Assert.Equal(["Sở Đất đai"], Names(await ListAsync(conflicted, scenario)));

        using var badPage = await an.GetAsync("/api/appraisal/cases?page=0", Scenario.Cancellation);
        using var badStatus = await an.GetAsync("/api/appraisal/cases?status=lost", Scenario.Cancellation);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (badPage.StatusCode, badStatus.StatusCode));
    }

    [Fact]
    public async Task Progress_names_every_unit_also_one_that_submitted_nothing()
    {
        var scenario = await Scenario.InAppraisalAsync(service);
        using var judged = await scenario.AppraiseAsync(scenario.An, "1.1", new { points = 1 });
        using var leader = service.Client(Roles.Leader);

        using var response = await leader.GetAsync($"/api/appraisal/campaigns/{scenario.CampaignId}/progress", Scenario.Cancellation);
        using var unknown = await leader.GetAsync($"/api/appraisal/campaigns/{Guid.NewGuid()}/progress", Scenario.Cancellation);

        var items = (await Scenario.OkAsync(response)).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            [("SDD", "waiting", 7, 0, 0), ("SNV", "open", 7, 1, 0)],
            items.Select(item => (
                item.GetProperty("unitCode").GetString()!, item.GetProperty("status").GetString()!, item.GetProperty("leaves").GetInt32(),
                item.GetProperty("appraised").GetInt32(), item.GetProperty("completedFields").GetInt32())));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task<JsonElement> ListAsync(HttpClient client, Scenario scenario, string more = "")
    {
        using var response = await client.GetAsync($"/api/appraisal/cases?campaignId={scenario.CampaignId}{more}", Scenario.Cancellation);
        return await Scenario.OkAsync(response);
    }

    private static IEnumerable<string?> Names(JsonElement list) => list.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("unitName").GetString());
}
