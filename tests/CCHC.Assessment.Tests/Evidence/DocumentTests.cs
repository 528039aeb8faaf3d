using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Contracts.Assessment;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Testing;

namespace CCHC.Assessment.Tests.Evidence;

public sealed class DocumentTests(EvidenceHost host) : IClassFixture<EvidenceHost>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_file_proves_many_leaves_and_stands_in_for_the_number_that_was_typed()
    {
        using var sheet = await Sheet.OpenAsync(host);
        await sheet.EnterAsync(evidence: null);
        using (var incomplete = await sheet.Head.PostAsync(sheet.Path("/submission"), null, Cancelled))
        {
            Assert.Equal(HttpStatusCode.Conflict, incomplete.StatusCode);
        }

        var (report, picture) = (SampleFiles.Pdf(), SampleFiles.Png(50));
        await sheet.UploadAsync(report, "Báo cáo.pdf", ("leaves", "1.1,1.2,2.1"), ("number", "12/BC-SNV"), ("issuedOn", "2024-03-05"), ("issuer", "Sở Nội vụ"));
        await sheet.UploadAsync(picture, "Ảnh.png", ("leaves", "1.1,2.2"));
        await sheet.SubmitAsync();

        var submitted = await host.Published<SelfAssessmentSubmitted>(x => x.SelfAssessmentId == sheet.Id);
        Assert.Equal(
            ["12/BC-SNV ngày 05/03/2024 của Sở Nội vụ; Ảnh.png", "12/BC-SNV ngày 05/03/2024 của Sở Nội vụ", "12/BC-SNV ngày 05/03/2024 của Sở Nội vụ", "Ảnh.png"],
            submitted.Leaves.Select(leaf => leaf.Evidence!));
        Assert.Equal(Sheet.Sha256(picture), Assert.Single(submitted.Leaves.Single(leaf => leaf.LeafCode == "2.2").DocumentHashes));
        Assert.Equal(
            ((string[])[Sheet.Sha256(report), Sheet.Sha256(picture)]).Order(StringComparer.Ordinal), submitted.Leaves.Single(leaf => leaf.LeafCode == "1.1").DocumentHashes);
    }

    [Fact]
    public async Task A_number_that_was_typed_is_told_as_it_was_typed()
    {
        using var sheet = await Sheet.OpenAsync(host);
        await sheet.EnterAsync("7/QĐ-UBND");
        await sheet.UploadAsync(SampleFiles.Pdf(), "a.pdf", ("leaves", "1.1"));
        await sheet.SubmitAsync();
        Assert.All((await host.Published<SelfAssessmentSubmitted>(x => x.SelfAssessmentId == sheet.Id)).Leaves, leaf => Assert.Equal("7/QĐ-UBND", leaf.Evidence));
    }

    [Fact]
    public async Task What_does_not_fit_the_year_of_the_campaign_is_said_and_not_refused()
    {
        using var sheet = await Sheet.OpenAsync(host); // the year is 2024
        var id = await sheet.UploadAsync(SampleFiles.Pdf(), "a.pdf", ("number", "1/KH"), ("issuedOn", "2019-01-05"), ("effectiveOn", "2025-02-01"));
        Assert.Equal(
            ["Ngày ban hành 05/01/2019 không thuộc năm đánh giá 2024.", "Có hiệu lực từ 01/02/2025, sau năm đánh giá 2024."],
            (await sheet.DocumentAsync(id)).GetProperty("doubts").EnumerateArray().Select(doubt => doubt.GetString()!));

        using var better = await sheet.Officer.PutAsJsonAsync(
            sheet.Path($"/documents/{id}"), new { number = "1/KH", issuedOn = "2024-01-05", issuer = "UBND", leaves = new[] { "1.1", "2.2" } }, Cancelled);
        Assert.Equal(HttpStatusCode.OK, better.StatusCode);
        var document = await sheet.DocumentAsync(id);
        Assert.Empty(document.GetProperty("doubts").EnumerateArray());
        Assert.Equal(["Tiêu chí 1.1", "Tiêu chí 2.2"], document.GetProperty("leaves").EnumerateArray().Select(leaf => leaf.GetProperty("name").GetString()!));
    }

    [Fact]
    public async Task A_link_to_a_document_system_is_evidence_too_and_no_other_kind_of_address()
    {
        using var sheet = await Sheet.OpenAsync(host);
        using var added = await sheet.Officer.PostAsJsonAsync(
            sheet.Path("/documents"), new { name = "Quyết định 5", url = "https://vanban.example.gov.vn/5", number = "5/QĐ-UBND", leaves = new[] { "1.2" } }, Cancelled);
        using var script = await sheet.Officer.PostAsJsonAsync(sheet.Path("/documents"), new { name = "x", url = "javascript:alert(1)" }, Cancelled);
        using var unknownLeaf = await sheet.Officer.PostAsJsonAsync(sheet.Path("/documents"), new { name = "x", url = "https://a.vn", leaves = new[] { "9.9" } }, Cancelled);

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], [added.StatusCode, script.StatusCode, unknownLeaf.StatusCode]);
        var document = Assert.Single(await sheet.DocumentsAsync());
        Assert.Equal(("link", "5/QĐ-UBND"), (document.GetProperty("kind").GetString(), document.GetProperty("number").GetString()));
        using var content = await sheet.DownloadAsync(document.GetProperty("id").GetGuid());
        Assert.Equal(HttpStatusCode.NotFound, content.StatusCode);
    }

    [Fact]
    public async Task Evidence_of_a_leaf_is_changed_by_the_unit_that_answers_it_and_not_after_the_deadline()
    {
        var year = new SmallYear();
        var opening = year.Phase(CampaignPhase.SelfAssessment, round: 1, revision: 1);
        var responsible = new LeafResponsibility { LeafCode = "1.2", UnitId = Guid.CreateVersion7(), UnitCode = "STC", UnitName = "Sở Tài chính" };
        await host.Deliver(opening with { Groups = [opening.Groups[0] with { CollectorUnitId = year.UnitId, Responsibilities = [responsible] }] });
        using var collector = await Sheet.OfAsync(host, year, year.UnitId);
        using var theirs = await Sheet.OfAsync(host, year, responsible.UnitId);

        using (var foreignLeaf = await collector.CreateAsync(10, "a.pdf", ("leaves", "1.2")))
        {
            Assert.Equal("leaf.of-another-unit", (await Sheet.ProblemAsync(foreignLeaf)).Code);
        }

        var document = await theirs.UploadAsync(SampleFiles.Pdf(), "a.pdf", ("leaves", "1.2"));
        Assert.Equal(HttpStatusCode.Conflict, await RemoveAsync(collector, document));

        await host.Deliver(year.Phase(CampaignPhase.Appraisal, round: 1, revision: 2));
        using var late = await theirs.CreateAsync(10, "b.pdf", ("leaves", "1.2"));
        Assert.Equal("campaign.phase-closed", (await Sheet.ProblemAsync(late)).Code);
        Assert.Equal(HttpStatusCode.Conflict, await RemoveAsync(theirs, document));
    }

    [Fact]
    public async Task A_new_version_takes_over_the_leaves_and_the_old_one_stays_readable()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var first = await sheet.UploadAsync(SampleFiles.Pdf(), "kh.pdf", ("leaves", "1.1,1.2"), ("number", "3/KH"));
        var second = await sheet.UploadAsync(SampleFiles.Pdf(), "kh-sua.pdf", ("supersedes", first.ToString()));

        var (old, latest) = (await sheet.DocumentAsync(first), await sheet.DocumentAsync(second));
        Assert.Equal((2, "3/KH", 2), (latest.GetProperty("version").GetInt32(), latest.GetProperty("number").GetString(), latest.GetProperty("leaves").GetArrayLength()));
        Assert.Equal(second, old.GetProperty("supersededById").GetGuid());
        using var oldContent = await sheet.DownloadAsync(first);
        Assert.Equal(HttpStatusCode.OK, oldContent.StatusCode);

        using var again = await sheet.CreateAsync(10, "x.pdf", ("supersedes", Guid.NewGuid().ToString()));
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal("evidence.superseded", (await sheet.RefusedAsync(SampleFiles.Pdf(), "x.pdf", ("supersedes", first.ToString()))).Code);
    }

    [Fact]
    public async Task After_submission_nothing_is_deleted_and_a_later_round_can_only_replace_it()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var shown = await sheet.UploadAsync(SampleFiles.Pdf(), "a.pdf", ("leaves", "1.1"));
        await sheet.EnterAsync("số 1");
        await sheet.SubmitAsync();
        await RefusedToRemoveAsync(sheet, shown);
        using (var late = await sheet.CreateAsync(10, "b.pdf"))
        {
            Assert.Equal("self-assessment.submitted", (await Sheet.ProblemAsync(late)).Code);
        }

        await host.Deliver(sheet.Year.Phase(CampaignPhase.SelfAssessment, round: 2, revision: 2));
        await RefusedToRemoveAsync(sheet, shown);
        using (var emptied = await sheet.Officer.PutAsJsonAsync(sheet.Path($"/documents/{shown}"), new { leaves = Array.Empty<string>() }, Cancelled))
        {
            Assert.Equal("evidence.submitted", (await Sheet.ProblemAsync(emptied)).Code);
        }

        var replacement = await sheet.UploadAsync(SampleFiles.Pdf(), "b.pdf", ("supersedes", shown.ToString()));
        Assert.Equal(HttpStatusCode.NoContent, await RemoveAsync(sheet, replacement));
        Assert.Equal(JsonValueKind.Null, (await sheet.DocumentAsync(shown)).GetProperty("supersededById").ValueKind);
        using var content = await sheet.DownloadAsync(shown);
        Assert.Equal(HttpStatusCode.OK, content.StatusCode);
    }

    [Fact]
    public async Task The_same_bytes_are_kept_once_and_go_with_the_last_document_that_has_them()
    {
        using var sheet = await Sheet.OpenAsync(host);
        using var other = await Sheet.OpenAsync(host);
        var file = SampleFiles.Pdf();
        var before = host.Kept.Count;
        var (one, two) = (await sheet.UploadAsync(file, "a.pdf"), await other.UploadAsync(file, "b.pdf"));
        Assert.Equal(before + 1, host.Kept.Count);

        Assert.Equal(HttpStatusCode.NoContent, await RemoveAsync(sheet, one));
        await Eventually.Is(() => host.Read(db => Task.FromResult(db.DiscardedFiles.Count())), count => count == 0);
        Assert.True(host.Keeps(Sheet.Sha256(file)));

        Assert.Equal(HttpStatusCode.NoContent, await RemoveAsync(other, two));
        await Eventually.Is(() => Task.FromResult(host.Keeps(Sheet.Sha256(file))), kept => !kept);
    }

    [Fact]
    public async Task The_same_document_of_two_units_is_flagged_and_only_home_affairs_reads_which_unit_it_is()
    {
        var year = new SmallYear();
        var opening = year.Phase(CampaignPhase.SelfAssessment, round: 1, revision: 1);
        var neighbour = new CampaignUnit { UnitId = Guid.CreateVersion7(), Code = "STC", Name = "Sở Tài chính" };
        await host.Deliver(opening with { Groups = [opening.Groups[0] with { Units = [.. opening.Groups[0].Units, neighbour] }] });
        using var sheet = await Sheet.OfAsync(host, year, year.UnitId);
        using var theirs = await Sheet.OfAsync(host, year, neighbour.UnitId);
        using var homeAffairs = host.Client(Roles.HomeAffairs);
        var file = SampleFiles.Pdf();
        var (shared, own) = (await sheet.UploadAsync(file, "a.pdf"), await sheet.UploadAsync(SampleFiles.Pdf(), "b.pdf"));
        Assert.False((await sheet.DocumentAsync(shared)).GetProperty("usedElsewhere").GetBoolean());

        await theirs.UploadAsync(file, "khac.pdf");

        var document = await sheet.DocumentAsync(shared);
        Assert.True(document.GetProperty("usedElsewhere").GetBoolean());
        Assert.Empty(document.GetProperty("usedBy").EnumerateArray());
        Assert.False((await sheet.DocumentAsync(own)).GetProperty("usedElsewhere").GetBoolean());
        var seen = (await sheet.DocumentsAsync(homeAffairs)).Single(item => item.GetProperty("id").GetGuid() == shared);
        Assert.Equal("STC", Assert.Single(seen.GetProperty("usedBy").EnumerateArray()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Evidence_is_not_found_by_another_unit_nor_by_an_appraiser_before_submission()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var document = await sheet.UploadAsync(SampleFiles.Pdf(), "a.pdf", ("leaves", "1.1"));
        await sheet.EnterAsync("số 1");
        string[] paths = [sheet.Path("/documents"), sheet.Path($"/documents/{document}/content"), sheet.Path("/evidence.zip")];
        using var stranger = host.Client(Roles.UnitOfficer, Guid.NewGuid());
        using var appraiser = host.Client(Roles.Appraiser);
        using var foreignAppraiser = host.Client(Roles.Appraiser, Guid.NewGuid());
        using var enumerator = host.Client(Roles.Enumerator);
        using var anonymous = host.Anonymous();

        await AllAnswerAsync(paths, HttpStatusCode.NotFound, stranger, appraiser, foreignAppraiser, enumerator, anonymous);
        using var intruder = new HttpRequestMessage(HttpMethod.Post, sheet.Path("/uploads"));
        intruder.Headers.Add("Tus-Resumable", "1.0.0");
        intruder.Headers.Add("Upload-Length", "10");
        using var refused = await stranger.SendAsync(intruder, Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);

        await sheet.SubmitAsync();

        await AllAnswerAsync(paths, HttpStatusCode.OK, sheet.Officer, appraiser);
        await AllAnswerAsync(paths, HttpStatusCode.NotFound, stranger, foreignAppraiser, enumerator);

        // The appraiser's reading is recorded; the unit's own is not, nor is one that was refused.
        using var auditor = host.Client(Roles.Auditor);
        foreach (var (row, action) in ((Guid, string)[])[(document, "DownloadDocument"), (sheet.Id, "DownloadEvidence")])
        {
            var read = await auditor.GetFromJsonAsync<JsonElement>($"/api/assessment/audit?operation=R&key={row}", Cancelled);
            Assert.Equal(action, Assert.Single(read.GetProperty("items").EnumerateArray()).GetProperty("action").GetString());
        }
    }

    [Fact]
    public async Task An_appraiser_does_not_see_what_is_being_prepared_for_the_next_round()
    {
        using var sheet = await Sheet.OpenAsync(host);
        using var appraiser = host.Client(Roles.Appraiser);
        var shown = await sheet.UploadAsync(SampleFiles.Pdf(), "a.pdf");
        await sheet.EnterAsync("số 1");
        await sheet.SubmitAsync();
        await host.Deliver(sheet.Year.Phase(CampaignPhase.SelfAssessment, round: 2, revision: 2));
        var prepared = await sheet.UploadAsync(SampleFiles.Pdf(), "b.pdf", ("supersedes", shown.ToString()));

        var seen = Assert.Single(await sheet.DocumentsAsync(appraiser));

        Assert.Equal(shown, seen.GetProperty("id").GetGuid());
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("supersededById").ValueKind);
        using var content = await sheet.DownloadAsync(prepared, appraiser);
        Assert.Equal(HttpStatusCode.NotFound, content.StatusCode);
    }

    [Fact]
    public async Task A_download_is_saved_under_its_vietnamese_name_never_shown_and_may_begin_in_the_middle()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var file = SampleFiles.Pdf();
        var id = await sheet.UploadAsync(file, "Kế hoạch cải cách.pdf");

        using var whole = await sheet.DownloadAsync(id);
        using var request = new HttpRequestMessage(HttpMethod.Get, sheet.Path($"/documents/{id}/content")) { Headers = { Range = new RangeHeaderValue(5, 9) } };
        using var part = await sheet.Officer.SendAsync(request, Cancelled);

        var disposition = whole.Content.Headers.ContentDisposition!;
        Assert.Equal(("attachment", "Kế hoạch cải cách.pdf"), (disposition.DispositionType, disposition.FileNameStar));
        Assert.Equal("nosniff", Assert.Single(whole.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(whole.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("application/pdf", whole.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(file[5..10], await part.Content.ReadAsByteArrayAsync(Cancelled));
    }

    [Fact]
    public async Task The_zip_holds_every_file_and_an_index_that_a_spreadsheet_reads()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var (first, second) = (SampleFiles.Pdf(), SampleFiles.Pdf());
        var old = await sheet.UploadAsync(first, "kh.pdf", ("leaves", "1.1,1.2"), ("number", "=3/KH"), ("issuedOn", "2024-01-09"), ("issuer", "Sở \"A\""));
        await sheet.UploadAsync(second, "kh.pdf", ("supersedes", old.ToString()), ("leaves", "1.1"), ("number", "4/KH"));

        await using var download = await sheet.Officer.GetStreamAsync(sheet.Path("/evidence.zip"), Cancelled);
        using var copy = new MemoryStream();
        await download.CopyToAsync(copy, Cancelled);
        using var zip = new ZipArchive(copy);

        Assert.Equal(["index.csv", "tai-lieu/001-kh.pdf", "tai-lieu/002-kh.pdf"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal([first, second], zip.Entries.Skip(1).Select(Read));
        var index = Read(zip.Entries[0]);
        Assert.Equal([0xEF, 0xBB, 0xBF], index[..3]);
        Assert.Equal(
            [
                "Tiêu chí,Tên tài liệu,Số/ký hiệu,Ngày ban hành,Cơ quan ban hành,Ngày hiệu lực,Phiên bản,Tình trạng,Tệp,Liên kết,SHA-256",
                $"\"1.1\",\"kh.pdf\",\"'=3/KH\",\"09/01/2024\",\"Sở \"\"A\"\"\",\"\",\"1\",\"đã được thay\",\"tai-lieu/001-kh.pdf\",\"\",\"{Sheet.Sha256(first)}\"",
                $"\"1.1\",\"kh.pdf\",\"4/KH\",\"\",\"\",\"\",\"2\",\"hiện hành\",\"tai-lieu/002-kh.pdf\",\"\",\"{Sheet.Sha256(second)}\"",
                $"\"1.2\",\"kh.pdf\",\"'=3/KH\",\"09/01/2024\",\"Sở \"\"A\"\"\",\"\",\"1\",\"đã được thay\",\"tai-lieu/001-kh.pdf\",\"\",\"{Sheet.Sha256(first)}\"",
            ],
            Encoding.UTF8.GetString(index[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_practice_sheet_put_back_to_its_start_and_a_practice_copy_wiped_leave_no_files()
    {
        using var sheet = await Sheet.OpenAsync(host, practice: true);
        var (first, second) = (SampleFiles.Pdf(), SampleFiles.Pdf());
        await sheet.UploadAsync(first, "a.pdf", ("leaves", "1.1"));
        var unfinished = await sheet.BeginAsync(10, "c.pdf");
        using (await sheet.Officer.PostAsync(sheet.Path("/reset"), null, Cancelled))
        {
            Assert.Empty(await sheet.DocumentsAsync());
        }

        using (var gone = await sheet.StateAsync(unfinished))
        {
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }

        await Eventually.Is(() => Task.FromResult(host.Keeps(Sheet.Sha256(first))), kept => !kept);
        await sheet.UploadAsync(second, "b.pdf", ("leaves", "1.1"));
        await host.Deliver(new CampaignWiped { CampaignId = sheet.Year.CampaignId, Code = "thu", WipedAt = DateTimeOffset.UtcNow });
        await Eventually.Is(() => Task.FromResult(host.Keeps(Sheet.Sha256(second))), kept => !kept);
        Assert.False(await host.Read(db => Task.FromResult(db.Documents.Any(document => document.CampaignId == sheet.Year.CampaignId))));
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static async Task<HttpStatusCode> RemoveAsync(Sheet sheet, Guid document)
    {
        using var response = await sheet.Officer.DeleteAsync(sheet.Path($"/documents/{document}"), Cancelled);
        return response.StatusCode;
    }

    private static async Task RefusedToRemoveAsync(Sheet sheet, Guid document)
    {
        using var response = await sheet.Officer.DeleteAsync(sheet.Path($"/documents/{document}"), Cancelled);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        var (code, message) = await Sheet.ProblemAsync(response);
        Assert.Equal("evidence.submitted", code);
        Assert.Contains("chỉ thay thế được", message, StringComparison.Ordinal);
    }

    private static async Task AllAnswerAsync(string[] paths, HttpStatusCode expected, params HttpClient[] clients)
    {
        foreach (var client in clients)
        {
            foreach (var path in paths)
            {
                using var response = await client.GetAsync(path, Cancelled);
                Assert.Equal((path, expected), (path, response.StatusCode));
            }
        }
    }
}
