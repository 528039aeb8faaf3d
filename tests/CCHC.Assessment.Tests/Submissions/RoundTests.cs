using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Assessment.Tests.Evidence;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Scoring;

namespace CCHC.Assessment.Tests.Submissions;

public sealed class RoundTests(EvidenceHost host) : IClassFixture<EvidenceHost>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_submission_stays_as_it_was_whatever_later_rounds_change()
    {
        using var sheet = await SubmittedAsync();
        var first = await sheet.GetAsync("/submissions/1");

        await AppraiseAsync(sheet, cut: "1.2");
        await sheet.Host.Deliver(sheet.Year.Phase(CampaignPhase.SelfAssessment, round: 2, revision: 3));
        await sheet.PutAsync("/entries/1.2", new { data = new { yes = false }, evidence = "12/BC", supplement = "Đính chính" }, HttpStatusCode.OK);
        await sheet.SubmitAsync();

        Assert.Equal(first.GetRawText(), (await sheet.GetAsync("/submissions/1")).GetRawText());
        // 1.1: 5 × (97 − 95)/5 = 2; 1.2: 1, then 0; 2.1: 2 − 0.25 = 1.75; 2.2: 80 % of 2 = 1.6.
        Assert.Equal([5.35m, 6.35m], (await sheet.GetAsync("/submissions")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("points").GetDecimal()));
        Assert.Equal("Đính chính", (await host.Published<SelfAssessmentSubmitted>(x => x.UnitId == sheet.UnitId && x.Round == 2)).Leaves.Single(x => x.LeafCode == "1.2").Supplement);
    }

    [Fact]
    public async Task Round_2_opens_only_what_the_council_cut_or_asked_about()
    {
        using var sheet = await SubmittedAsync();
        await AppraiseAsync(sheet, cut: "1.2", asked: "2.1");
        await host.Deliver(sheet.Year.Phase(CampaignPhase.SelfAssessment, round: 2, revision: 3));

        var open = (await sheet.GetAsync("")).GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("leaf"))
            .Where(leaf => leaf.ValueKind != JsonValueKind.Null && leaf.GetProperty("openInRound").GetBoolean()).Count();
        var problem = await sheet.PutAsync("/entries/1.1", new { data = new { numerator = 100, denominator = 100 }, evidence = "12/BC" }, HttpStatusCode.Conflict);
        var file = await sheet.CreateAsync(100, "kehoach.pdf", ("leaves", "1.1"));

        Assert.Equal(2, open); // 1.2 and 2.1; the survey leaf is nobody's
        var asked = (await sheet.GetAsync("")).GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("code").GetString() == "2.1").GetProperty("leaf").GetProperty("appraised");
        Assert.Equal("Đề nghị gửi danh sách", asked.GetProperty("request").GetString());
        Assert.Equal("leaf.closed-in-round", problem.GetProperty("code").GetString());
        Assert.Equal("leaf.closed-in-round", (await Sheet.ProblemAsync(file)).Code);
        await sheet.PutAsync("/entries/2.1", new { data = new { violations = new { tre = 0 } }, evidence = "12/BC" }, HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_the_council_decided_last_is_shown_in_whatever_order_it_is_told()
    {
        using var sheet = await SubmittedAsync();
        await AppraiseAsync(sheet, cut: "1.2", revision: 12);
        await AppraiseAsync(sheet, cut: "2.2", revision: 9);

        var shown = (await sheet.GetAsync("")).GetProperty("nodes").EnumerateArray().Where(node => node.GetProperty("leaf").ValueKind != JsonValueKind.Null && node.GetProperty("leaf").GetProperty("appraised").ValueKind != JsonValueKind.Null)
            .ToDictionary(node => node.GetProperty("code").GetString()!, node => node.GetProperty("leaf").GetProperty("appraised").GetProperty("points").GetDecimal());
        Assert.Equal((0m, 1.6m), (shown["1.2"], shown["2.2"]));
    }

    [Fact]
    public async Task A_campaign_may_open_everything_in_round_2()
    {
        using var sheet = await SubmittedAsync();
        await AppraiseAsync(sheet, cut: "1.2");
        await host.Deliver(sheet.Year.Phase(CampaignPhase.SelfAssessment, round: 2, revision: 3) with { LaterRoundsOpenAll = true });

        await sheet.PutAsync("/entries/1.1", new { data = new { numerator = 100, denominator = 100 }, evidence = "12/BC" }, HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_councils_answer_decides_even_when_it_comes_after_the_next_round_has_opened()
    {
        using var sheet = await SubmittedAsync();
        await host.Deliver(sheet.Year.Phase(CampaignPhase.SelfAssessment, round: 2, revision: 3));
        await AppraiseAsync(sheet, cut: "1.2");

        var problem = await sheet.PutAsync("/entries/1.1", new { data = new { numerator = 100, denominator = 100 }, evidence = "12/BC" }, HttpStatusCode.Conflict);

        Assert.Equal("leaf.closed-in-round", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_explanation_of_round_1_is_kept_and_round_2_adds_to_it()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var early = await sheet.PutAsync("/entries/1.2", new { data = new { yes = true }, supplement = "Sớm" }, HttpStatusCode.Conflict);
        await sheet.EnterAsync("12/BC");
        await sheet.PutAsync("/entries/1.2", new { data = new { yes = true }, explanation = "Ban hành ngày 05/01" }, HttpStatusCode.OK);
        await sheet.SubmitAsync();
        await AppraiseAsync(sheet, cut: "1.2");
        await host.Deliver(sheet.Year.Phase(CampaignPhase.SelfAssessment, round: 2, revision: 3));

        var rewritten = await sheet.PutAsync("/entries/1.2", new { data = new { yes = true }, explanation = "Khác" }, HttpStatusCode.Conflict);
        await sheet.PutAsync("/entries/1.2", new { data = new { yes = true }, explanation = "Ban hành ngày 05/01", supplement = "Gửi kèm công văn đến" }, HttpStatusCode.OK);
        var document = await sheet.UploadAsync(SampleFiles.Pdf("bổ sung"), "congvan.pdf", ("leaves", "1.2"));
        await sheet.SubmitAsync();

        Assert.Equal("leaf.supplement-too-early", early.GetProperty("code").GetString());
        Assert.Equal("leaf.explanation-kept", rewritten.GetProperty("code").GetString());
        var leaf = Leaf(await sheet.GetAsync("/submissions/2"), "1.2");
        Assert.Equal(("Ban hành ngày 05/01", "Gửi kèm công văn đến"), (leaf.GetProperty("explanation").GetString(), leaf.GetProperty("supplement").GetString()));
        var supplement = Assert.Single(leaf.GetProperty("documents").EnumerateArray());
        Assert.Equal((document, 2), (supplement.GetProperty("id").GetGuid(), supplement.GetProperty("round").GetInt32()));
    }

    [Fact]
    public async Task Two_submissions_are_compared_leaf_by_leaf()
    {
        using var sheet = await SubmittedAsync();
        await AppraiseAsync(sheet, cut: "1.2");
        await host.Deliver(sheet.Year.Phase(CampaignPhase.SelfAssessment, round: 2, revision: 3));
        await sheet.PutAsync("/entries/1.2", new { data = new { yes = false }, evidence = "12/BC" }, HttpStatusCode.OK);
        await sheet.UploadAsync(SampleFiles.Pdf("thêm"), "them.pdf", ("leaves", "1.2"));
        await sheet.SubmitAsync();

        var comparison = await sheet.GetAsync("/submissions/1/comparison/2");

        var changed = Assert.Single(comparison.GetProperty("leaves").EnumerateArray());
        Assert.Equal("1.2", changed.GetProperty("code").GetString());
        Assert.Equal((1m, 0m), (changed.GetProperty("before").GetProperty("points").GetDecimal(), changed.GetProperty("after").GetProperty("points").GetDecimal()));
        Assert.Equal("them.pdf", Assert.Single(changed.GetProperty("added").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(3, comparison.GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public async Task The_signed_report_is_attached_to_its_submission_and_only_replaced()
    {
        using var sheet = await SubmittedAsync();
        var bytes = SampleFiles.Pdf("có chữ ký");

        var first = await sheet.UploadAsync(bytes, "bao-cao-ky.pdf", ("submission", "1"));
        using var removal = await sheet.Head.DeleteAsync(sheet.Path($"/documents/{first}"), Cancelled);
        var second = await sheet.UploadAsync(SampleFiles.Pdf("ký lại"), "bao-cao-ky-lai.pdf", ("submission", "1"));
        using var missing = await sheet.CreateAsync(100, "x.pdf", ("submission", "2"));

        Assert.Equal(HttpStatusCode.Conflict, removal.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        var report = Assert.Single((await sheet.GetAsync("/submissions")).GetProperty("items").EnumerateArray()).GetProperty("report");
        Assert.Equal((second, "bao-cao-ky-lai.pdf"), (report.GetProperty("documentId").GetGuid(), report.GetProperty("name").GetString()));
        using var earlier = await sheet.DownloadAsync(first);
        Assert.Equal(bytes, await earlier.Content.ReadAsByteArrayAsync(Cancelled));
        using var appraiser = host.Client(Roles.Appraiser);
        using var seen = await sheet.DownloadAsync(second, appraiser);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
    }

    private async Task<Sheet> SubmittedAsync()
    {
        var sheet = await Sheet.OpenAsync(host);
        await sheet.EnterAsync("12/BC");
        await sheet.SubmitAsync();
        return sheet;
    }

    /// <summary>The council agrees with everything but one leaf, and asks about another.</summary>
    private async Task AppraiseAsync(Sheet sheet, string cut, string? asked = null, int revision = 9) => await host.Deliver(new AppraisalCompleted
    {
        CaseId = Guid.NewGuid(),
        CampaignId = sheet.Year.CampaignId,
        UnitId = sheet.UnitId,
        Round = 1,
        Revision = revision,
        CompletedAt = DateTimeOffset.UtcNow,
        Leaves =
        [
            .. new[] { ("1.1", 2m), ("1.2", 1m), ("2.1", 1.75m), ("2.2", 1.6m) }.Select(leaf => new AppraisedLeaf
            {
                LeafCode = leaf.Item1,
                Points = leaf.Item1 == cut ? 0 : leaf.Item2,
                Applicable = true,
                Reason = leaf.Item1 == cut ? "Ban hành trễ" : null,
                Request = leaf.Item1 == asked ? "Đề nghị gửi danh sách" : null,
            }),
        ],
    });

    private static JsonElement Leaf(JsonElement submission, string code) =>
        submission.GetProperty("leaves").EnumerateArray().Single(leaf => leaf.GetProperty("code").GetString() == code);
}
