using System.Net;
using System.Text.Json;
using CCHC.Contracts.Ranking;
using CCHC.Ranking.Data;
using CCHC.RankingArchive;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>What becomes of a public result that was wrong, and the archives of both.</summary>
public sealed class CorrigendumTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_corrigendum_takes_the_place_of_the_result_and_says_what_it_changed()
    {
        var campaign = await ranking.Scored(units: 2);
        using (var first = await ranking.PublishResult(campaign))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        var (ranks, unit) = (await ranking.Public($"campaigns/{campaign.Code}/rankings"), await ranking.Public($"campaigns/{campaign.Code}/units/u1"));
        await ranking.Deliver(campaign.Appraised(0, 1, 2, "1.1", 45.5m));
        using (var corrected = await ranking.PublishResult(campaign, new { corrects = 0, reason = "Cộng sót điểm tiêu chí 1.1" }, new { decisionNumber = "12/QĐ-UBND", decisionDate = "2026-12-01" }))
        {
            Assert.Equal((HttpStatusCode.OK, 1), (corrected.StatusCode, (await corrected.Body()).Whole("version")));
        }

        // u1 rises from 75 to 80.5 and passes u2 with 76: both ranks change.
        var now = await ranking.Public($"campaigns/{campaign.Code}/rankings");
        Assert.Equal([("u1", 1, 80.5m), ("u2", 2, 76m)], now.Items().Select(item => (item.Text("unitCode")!, item.Whole("rank")!.Value, item.Number("index")!.Value)));
        Assert.Equal((1, "Cộng sót điểm tiêu chí 1.1", "12/QĐ-UBND"), (now.Whole("version"), now.Text("reason"), now.Text("decisionNumber")));
        Assert.Equal(1, (await ranking.Public($"campaigns/{campaign.Code}/units/u1")).Whole("version"));
        Assert.Equal(ranks.GetRawText(), (await ranking.Public($"campaigns/{campaign.Code}/rankings?version=0")).GetRawText());
        Assert.Equal(unit.GetRawText(), (await ranking.Public($"campaigns/{campaign.Code}/units/u1?version=0")).GetRawText());

        var item = Assert.Single((await ranking.Public($"campaigns/{campaign.Code}/corrigenda")).GetProperty("corrigenda").EnumerateArray());
        Assert.Equal((1, "Cộng sót điểm tiêu chí 1.1"), (item.Whole("number"), item.Text("reason")));
        Assert.Equal(
            [("u1", 75m, 80.5m, 2, 1, "Khá", "Tốt"), ("u2", 76m, 76m, 1, 2, "Khá", "Khá")],
            item.GetProperty("changes").EnumerateArray().Select(change => (
                change.Text("unitCode")!, change.Number("indexBefore")!.Value, change.Number("indexAfter")!.Value, change.Whole("rankBefore")!.Value, change.Whole("rankAfter")!.Value,
                change.Text("classBefore")!, change.Text("classAfter")!)));

        var told = await ranking.Published<RankingCorrected>(corrected => corrected.CampaignId == campaign.Id);
        Assert.Equal((campaign.Code, 1, "Cộng sót điểm tiêu chí 1.1"), (told.CampaignCode, told.Corrigendum, told.Reason));
        Assert.Single((await ranking.Public("campaigns")).EnumerateArray(), listed => listed.Text("code") == campaign.Code);
    }

    [Fact]
    public async Task A_corrigendum_needs_a_reason_a_public_result_and_names_the_one_it_corrects()
    {
        var campaign = await ranking.Scored(units: 1);
        using (var early = await ranking.TakeSnapshot(campaign, new { corrects = 0, reason = "Sai" }))
        {
            Assert.Equal("ranking.corrects-other", (await early.Body()).Text("code"));
        }

        using (var first = await ranking.PublishResult(campaign))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        using (var unfounded = await ranking.TakeSnapshot(campaign, new { corrects = 0, reason = " " }))
        {
            Assert.Equal(HttpStatusCode.BadRequest, unfounded.StatusCode);
        }

        using (var other = await ranking.TakeSnapshot(campaign, new { corrects = 1, reason = "Sai" }))
        {
            Assert.Equal("ranking.corrects-other", (await other.Body()).Text("code"));
        }

        using var unchanged = await ranking.TakeSnapshot(campaign, new { corrects = 0, reason = "Sai" });
        Assert.Equal("ranking.nothing-to-correct", (await unchanged.Body()).Text("code"));
    }

    [Fact]
    public async Task Every_version_has_its_archive_signed_by_the_public_key_and_always_the_same_bytes()
    {
        var campaign = await ranking.Scored(units: 3);
        await ranking.Deliver(campaign.Submitted(0, 1, 1, 40, 10) with
        {
            Leaves = [new Contracts.Assessment.SubmittedLeaf { LeafCode = "1.1", Data = new Scoring.LeafData(), Points = 40, Applicable = true, DocumentHashes = [new string('a', 64)] }],
        });
        using (var first = await ranking.PublishResult(campaign))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        var original = await ArchiveAsync(campaign.Code);
        await ranking.Deliver(campaign.Appraised(0, 1, 2, "1.1", 45.5m));
        using (var corrected = await ranking.PublishResult(campaign, new { corrects = 0, reason = "Cộng sót điểm" }))
        {
            Assert.Equal(HttpStatusCode.OK, corrected.StatusCode);
        }

        Assert.Equal(original, await ArchiveAsync(campaign.Code + "/archive?version=0"));
        var known = Jwk.ReadFile((await ranking.Public("keys")).GetRawText());
        var verdict = ArchiveCheck.Check(original, known);
        Assert.Null(verdict.Difference);
        Assert.Equal((3, 18, 0), (verdict.Units, verdict.Scores, verdict.Publication!.Version));
        verdict = ArchiveCheck.Check(await ArchiveAsync(campaign.Code), known);
        Assert.Null(verdict.Difference);
        Assert.Equal((1, "Cộng sót điểm"), (verdict.Publication!.Version, verdict.Publication.Reason));

        var files = Archive.Unzip(original);
        Assert.Contains($"so,u1,1.1,{new string('a', 64)}\n", Text(files, ResultFiles.Evidence), StringComparison.Ordinal);
        Assert.Contains("so,u1,2.1,30,\n", Text(files, ResultFiles.Surveys), StringComparison.Ordinal); // TestCampaign tells 30 answers
        Assert.Contains("\"kind\":\"ratio-bands\"", Text(files, ResultFiles.Criteria), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fewer_than_five_answers_are_not_counted_out_to_the_public()
    {
        var campaign = await ranking.Scored(units: 1);
        var few = campaign.Surveyed(2, 16m);
        await ranking.Deliver(few with { Results = [few.Results[0] with { Answers = 4, StandardError = 3.5m }] });
        using var published = await ranking.PublishResult(campaign);
        Assert.Equal("\uFEFFgroup,unit,leaf,answers,standardError\n", Text(Archive.Unzip(await ArchiveAsync(campaign.Code)), ResultFiles.Surveys));
    }

    [Fact]
    public async Task Imported_results_have_an_archive_that_verifies_although_they_have_no_rules()
    {
        var line = new ResultLine { CampaignCode = "NHAP-LUU-TRU", MaxPoints = "9", Points = "7.5", UnitName = "Sở Văn hóa, Thể thao" };
        using var imported = await ranking.Import(ResultsFile.Of(
        [
            line, line with { FieldCode = "1.1", FieldName = "Lĩnh vực mang mã của tiêu chí", CriterionCode = "L1", Points = "3", MaxPoints = "7" },
            line with { UnitCode = "x", UnitName = "X", Points = "8", MaxPoints = "10" },
        ]));
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
        var verdict = ArchiveCheck.Check(await ArchiveAsync("NHAP-LUU-TRU"));
        Assert.Equal((null, 2, 3), (verdict.Difference, verdict.Units, verdict.Scores));
        Assert.Empty((await ranking.Public("campaigns/NHAP-LUU-TRU/corrigenda")).GetProperty("corrigenda").EnumerateArray());
    }

    private async Task<byte[]> ArchiveAsync(string codeOrPath)
    {
        using var client = ranking.Anonymous();
        using var response = await client.GetAsync(
            new Uri("/api/ranking/campaigns/" + (codeOrPath.Contains('/', StringComparison.Ordinal) ? codeOrPath : codeOrPath + "/archive"), UriKind.Relative), Cancellation);
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return await response.Content.ReadAsByteArrayAsync(Cancellation);
    }

    private static string Text(IReadOnlyList<ArchiveFile> files, string name) => System.Text.Encoding.UTF8.GetString(files.Single(file => file.Name == name).Content);
}
