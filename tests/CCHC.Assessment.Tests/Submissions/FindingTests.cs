using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.Assessment.Data;
using CCHC.Assessment.Tests.Evidence;
using CCHC.Contracts.Criteria;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Tests.Submissions;

public sealed class FindingTests(EvidenceHost host) : IClassFixture<EvidenceHost>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_complete_sheet_with_document_numbers_has_no_errors_and_no_warnings()
    {
        using var sheet = await FilledAsync();

        var findings = await sheet.GetAsync("/findings");

        Assert.Equal((0, 0), (findings.GetProperty("errors").GetInt32(), findings.GetProperty("warnings").GetInt32()));
    }

    [Fact]
    public async Task What_is_missing_is_an_error_with_its_criterion()
    {
        using var sheet = await Sheet.OpenAsync(host);
        await sheet.PutAsync("/entries/1.1", new { data = new { numerator = 97, denominator = 100 } }, HttpStatusCode.OK);
        await sheet.PutAsync("/entries/2.2", new { data = new { notApplicable = true } }, HttpStatusCode.OK);

        Assert.Equal(
            [("unproven", "1.1"), ("data-missing", "1.2"), ("data-missing", "2.1"), ("not-applicable-unexplained", "2.2")],
            await FindAsync(sheet, "error"));
    }

    [Fact]
    public async Task A_warning_stops_the_submission_until_the_head_has_ticked_it_and_the_tick_is_kept()
    {
        using var sheet = await FilledAsync();
        await sheet.PutAsync("/entries/2.2", new { data = new { numerator = 12, denominator = 10 }, evidence = "12/BC" }, HttpStatusCode.OK);
        var key = Assert.Single((await sheet.GetAsync("/findings")).GetProperty("items").EnumerateArray(), item => item.GetProperty("severity").GetString() == "warning")
            .GetProperty("key").GetString();

        using var refused = await sheet.Head.PostAsync(sheet.Path("/submission"), null, Cancelled);
        await sheet.PutAsync("/entries/2.2", new { data = new { numerator = 13, denominator = 10 }, evidence = "12/BC" }, HttpStatusCode.OK);
        using var stale = await sheet.Head.PostAsJsonAsync(sheet.Path("/submission"), new { acceptedWarnings = new[] { key } }, Cancelled);
        await sheet.PutAsync("/entries/2.2", new { data = new { numerator = 12, denominator = 10 }, evidence = "12/BC" }, HttpStatusCode.OK);
        using var accepted = await sheet.Head.PostAsJsonAsync(sheet.Path("/submission"), new { acceptedWarnings = new[] { key } }, Cancelled);

        Assert.Equal("self-assessment.warnings-not-accepted", (await Sheet.ProblemAsync(refused)).Code);
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode); // other figures, another warning
        Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        var kept = Assert.Single((await sheet.GetAsync("/submissions/1")).GetProperty("acceptedWarnings").EnumerateArray());
        Assert.Equal(("numerator-above-denominator", "2.2"), (kept.GetProperty("rule").GetString(), kept.GetProperty("leafCode").GetString()));
    }

    [Fact]
    public async Task Documents_out_of_the_year_twice_or_unused_are_found()
    {
        using var sheet = await FilledAsync();
        await sheet.UploadAsync(SampleFiles.Pdf("cũ"), "cu.pdf", ("leaves", "1.1"), ("number", "9/KH"), ("issuedOn", "2019-02-01"));
        var twice = SampleFiles.Pdf();
        await sheet.UploadAsync(twice, "mot.pdf", ("leaves", "1.2"));
        await sheet.UploadAsync(twice, "hai.pdf");

        Assert.Equal([("evidence-out-of-year", "1.1")], await FindAsync(sheet, "warning"));
        Assert.Equal([("evidence-twice", ""), ("evidence-unused", "")], await FindAsync(sheet, "hint"));
    }

    [Fact]
    public async Task A_document_whose_bytes_are_lost_is_an_error()
    {
        using var sheet = await FilledAsync();
        var bytes = SampleFiles.Pdf(Guid.NewGuid().ToString());
        await sheet.UploadAsync(bytes, "mat.pdf", ("leaves", "1.1"));
        File.Delete(host.Kept.Single(path => path.EndsWith(Sheet.Sha256(bytes), StringComparison.Ordinal)));

        Assert.Equal([("evidence-unreadable", "1.1")], await FindAsync(sheet, "error"));
    }

    [Fact]
    public async Task A_claim_that_nobody_else_in_the_group_makes_is_found()
    {
        var year = new SmallYear();
        var others = Enumerable.Range(1, 3).Select(i => (Id: Guid.CreateVersion7(), Code: $"D{i}")).ToList();
        var opened = year.Phase(CampaignPhase.SelfAssessment, 1, 1);
        await host.Deliver(opened with
        {
            Groups = [opened.Groups[0] with { Units = [.. opened.Groups[0].Units, .. others.Select(unit => new CampaignUnit { UnitId = unit.Id, Code = unit.Code, Name = unit.Code })] }],
        });
        foreach (var (unit, i) in others.Select((unit, i) => (unit, i)))
        {
            using var other = await Sheet.OfAsync(host, year, unit.Id);
            await other.PutAsync("/entries/2.2", new { data = new { numerator = 8 + i, denominator = 10 }, evidence = "1/BC" }, HttpStatusCode.OK);
        }

        using var sheet = await Sheet.OfAsync(host, year, year.UnitId);
        await sheet.EnterAsync("12/BC");
        await sheet.PutAsync("/entries/2.2", new { data = new { notApplicable = true }, explanation = "Không có hồ sơ" }, HttpStatusCode.OK);

        Assert.Equal([("not-applicable-alone", "2.2")], await FindAsync(sheet, "warning"));
        using (var other = await Sheet.OfAsync(host, year, others[0].Id))
        {
            await other.PutAsync("/entries/2.2", new { data = new { notApplicable = true }, explanation = "Không có" }, HttpStatusCode.OK);
        }

        Assert.Empty(await FindAsync(sheet, "warning")); // somebody else claims the same
    }

    [Fact]
    public async Task A_ratio_far_from_last_years_is_found_where_the_criterion_is_the_same()
    {
        using var before = await Sheet.OpenAsync(host);
        await before.EnterAsync("12/BC"); // 2.2: 8 of 10
        await before.SubmitAsync();
        var next = new SmallYear();
        var opened = next.Phase(CampaignPhase.SelfAssessment, 1, 1);
        await host.Deliver(opened with
        {
            Year = 2025,
            Groups = [opened.Groups[0] with { Units = [new CampaignUnit { UnitId = before.UnitId, Code = "SNV", Name = "Sở Nội vụ" }] }],
        });
        var id = await host.Read(db => db.SelfAssessments.Where(x => x.CampaignId == next.CampaignId).Select(x => x.Id).SingleAsync(Cancelled));
        await before.Officer.PutAsJsonAsync($"/api/assessment/self-assessments/{id}/entries/2.2", new { data = new { numerator = 4, denominator = 10 }, evidence = "1/BC" }, Cancelled);
        await before.Officer.PutAsJsonAsync($"/api/assessment/self-assessments/{id}/entries/1.1", new { data = new { numerator = 98, denominator = 100 }, evidence = "1/BC" }, Cancelled);

        var findings = await before.Officer.GetFromJsonAsync<JsonElement>($"/api/assessment/self-assessments/{id}/findings", Cancelled);

        // 40 % after 80 % is 40 points apart; 98 % after 97 % is not.
        var far = Assert.Single(findings.GetProperty("items").EnumerateArray(), item => item.GetProperty("rule").GetString() == "far-from-last-year");
        Assert.Equal("Tiêu chí 2.2: tỷ lệ 40 %, năm trước 80 %; xem lại số liệu, hoặc giải trình.", far.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_document_that_another_unit_shows_too_is_found()
    {
        var year = new SmallYear();
        var other = Guid.CreateVersion7();
        var opened = year.Phase(CampaignPhase.SelfAssessment, 1, 1);
        await host.Deliver(opened with { Groups = [opened.Groups[0] with { Units = [.. opened.Groups[0].Units, new CampaignUnit { UnitId = other, Code = "STC", Name = "Sở Tài chính" }] }] });
        var bytes = SampleFiles.Pdf("chung");
        using var theirs = await Sheet.OfAsync(host, year, other);
        await theirs.UploadAsync(bytes, "a.pdf", ("leaves", "1.2"));
        using var mine = await Sheet.OfAsync(host, year, year.UnitId);
        await mine.UploadAsync(bytes, "b.pdf", ("leaves", "1.2"));

        Assert.Equal([("evidence-of-another-unit", "1.2")], await FindAsync(mine, "warning"));
    }

    private async Task<Sheet> FilledAsync()
    {
        var sheet = await Sheet.OpenAsync(host);
        await sheet.EnterAsync("12/BC");
        return sheet;
    }

    private static async Task<IEnumerable<(string, string)>> FindAsync(Sheet sheet, string severity) =>
        (await sheet.GetAsync("/findings")).GetProperty("items").EnumerateArray().Where(item => item.GetProperty("severity").GetString() == severity)
            .Select(item => (item.GetProperty("rule").GetString()!, item.GetProperty("leafCode").GetString() ?? ""));
}
