using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Scoring;
using CCHC.Testing;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.Ranking.Tests;

/// <summary>
/// Five units of 2024, two ranks awarded, ties decided by appraised and then by survey points. Maxima: 1.1 50, 1.2.1 20, 2.1 20 (survey), 2.2 10 (external).
/// </summary>
public sealed class DocumentTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>u2, u4, u5 and u1 come to 88 of 100, of which 65, 64, 64 and 63 are appraised, so 1, 2, 2 and 4; u3 comes to 80.</summary>
    private static readonly (decimal First, decimal Second, decimal Survey, decimal External)[] Points = [(45, 18, 16, 9), (47, 18, 14, 9), (40, 15, 16, 9), (46, 18, 16, 8), (46, 18, 16, 8)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_draft_of_the_decision_lists_every_unit_by_rank_before_anybody_has_approved()
    {
        var campaign = await FrozenAsync();
        using var decision = await WordAsync(campaign, "documents/decision.docx?snapshot=1", Roles.HomeAffairs);
        var lines = Lines(decision);
        foreach (var expected in (string[])
            [
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "QUYẾT ĐỊNH", "Số:         /QĐ-UBND", "(Dự thảo theo bản chốt số 1, chưa phê duyệt)", "QUYẾT ĐỊNH:",
                "Điều 1. Phê duyệt kết quả xác định Chỉ số cải cách hành chính năm 2024 của 5 cơ quan, đơn vị thuộc 1 khối (chi tiết tại Phụ lục kèm theo).",
            ])
        {
            Assert.Contains(expected, lines);
        }

        Assert.DoesNotContain(lines, line => line.Contains("{{", StringComparison.Ordinal));
        Assert.Equal(
            [
                "Hạng|Cơ quan, đơn vị|Điểm đạt|Điểm tối\u00A0đa|Chỉ số (%)|Xếp loại", "1|Đơn vị 2|88,00|100,00|88,00|Tốt", "2=|Đơn vị 4|88,00|100,00|88,00|Tốt", "2=|Đơn vị 5|88,00|100,00|88,00|Tốt",
                "4|Đơn vị 1|88,00|100,00|88,00|Tốt", "5|Đơn vị 3|80,00|100,00|80,00|Tốt", "|Trung bình của khối|||86,40|", // (88 × 4 + 80) / 5
            ],
            Tables(decision).Last());

        await ranking.Approve(campaign, 1, new { decisionNumber = "482/QĐ-UBND", decisionDate = "2025-01-05" });
        using var signed = await WordAsync(campaign, "documents/decision.docx", Roles.Auditor);
        Assert.Contains("Số: 482/QĐ-UBND", Lines(signed));
        Assert.Contains("(Kèm theo Quyết định số 482/QĐ-UBND ngày 05 tháng 01 năm 2025)", Lines(signed));
        Assert.DoesNotContain(Lines(signed), line => line.Contains("Dự thảo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Awards_go_to_the_first_ranks_with_ties_decided_by_the_chain_and_to_whoever_improved_most()
    {
        var campaign = await FrozenAsync();
        await LastYearAsync(campaign, (0, 70m), (2, 60m), (1, 85m)); // 88 − 70 = 18, 80 − 60 = 20, 88 − 85 = 3
        using var client = ranking.Client(Roles.Leader);
        using var response = await client.GetAsync(Address(campaign, "awards?snapshot=1"), Cancellation);
        var group = (await response.Body()).GetProperty("groups")[0];
        Assert.Equal(2, group.Whole("awards"));
        Assert.Equal(
            [
                (1, "Đơn vị 2", "Bằng chỉ số với Đơn vị 4 (hạng 2), Đơn vị 5 (hạng 2), Đơn vị 1 (hạng 4), xếp trên theo điểm thẩm định"),
                (2, "Đơn vị 4", "Đồng hạng với Đơn vị 5 (hạng 2); Bằng chỉ số với Đơn vị 1 (hạng 4), xếp trên theo điểm thẩm định; Bằng chỉ số với Đơn vị 2 (hạng 1), xếp dưới theo điểm thẩm định"),
                (2, "Đơn vị 5", "Đồng hạng với Đơn vị 4 (hạng 2); Bằng chỉ số với Đơn vị 1 (hạng 4), xếp trên theo điểm thẩm định; Bằng chỉ số với Đơn vị 2 (hạng 1), xếp dưới theo điểm thẩm định"),
            ],
            group.GetProperty("awarded").EnumerateArray().Select(award => (award.Whole("rank")!.Value, award.Text("unitName")!, award.Text("note")!)));
        Assert.Equal([("Đơn vị 3", 20m)], group.GetProperty("improved").EnumerateArray().Select(unit => (unit.Text("unitName")!, unit.Number("gain")!.Value)));

        using var list = await WordAsync(campaign, "documents/awards.docx?snapshot=1", Roles.HomeAffairs);
        Assert.Equal(["1", "2=", "2="], Tables(list)[^3].Skip(1).Select(row => row.Split('|')[0]));
        Assert.Equal("Khối sở|Đơn vị 3|60,00|80,00|20,00", Tables(list)[^2][1]); // the last grid holds the signature
    }

    [Fact]
    public async Task The_report_tells_of_groups_fields_strong_and_weak_leaves_and_the_year_before()
    {
        var campaign = await FrozenAsync();
        await LastYearAsync(campaign, (0, 70m), (2, 60m));
        using var report = await WordAsync(campaign, "documents/synthesis-report.docx?snapshot=1", Roles.HomeAffairs);
        var tables = Tables(report);
        Assert.Contains("Khối sở|5|5|86,40|88,00|80,00|65,00", tables[1]); // last year (70 + 60) / 2

        // Field 1 of 70 points: 63, 65, 55, 64, 64 → 62,2, that is 88,857 %; field 2 of 30: 25, 23, 25, 24, 24 → 24,2, 80,667 %.
        Assert.Contains(tables, table => table.Any(row => row.EndsWith("|70,00|62,20|88,86|92,86|78,57", StringComparison.Ordinal)) && table.Any(row => row.EndsWith("|30,00|24,20|80,67|83,33|76,67", StringComparison.Ordinal)));

        // Shares: 1.1 44,8/50 = 89,6; 1.2.1 17,4/20 = 87; 2.1 15,6/20 = 78; 2.2 8,6/10 = 86.
        Assert.Contains(tables, table => string.Join(';', table.Skip(1).Select(row => row.Split('|')[^1])) == ";89,60;87,00;;78,00;86,00");
        Assert.Contains(tables, table => table.Any(row => row == "Đơn vị 3|60,00|80,00|20,00|1") && table.Any(row => row == "Đơn vị 2|–|88,00|–|–"));
        Assert.Equal(2, report.MainDocumentPart!.ChartParts.Count());
        Assert.Contains(Lines(report), line => line.Contains("cao nhất là Đơn vị 2, 88,00\u00A0%; thấp nhất là Đơn vị 3, 80,00\u00A0%. 4 đơn vị đạt từ mức trung bình trở lên; 5 đơn vị xếp loại Tốt.", StringComparison.Ordinal));

        using var workbook = await ExcelAsync(campaign, "documents/synthesis-report.xlsx?snapshot=1");
        Assert.Equal(["Tổng hợp", "1. XH Khối sở", "1. LV Khối sở", "1. TC Khối sở", "1. SS Khối sở"], workbook.WorkbookPart!.Workbook!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Select(sheet => sheet.Name!.Value));
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(workbook, Cancellation).Select(error => error.Description));
    }

    [Fact]
    public async Task A_units_card_names_what_it_lost_most_first_and_once_public_its_officers_read_it()
    {
        var campaign = await FrozenAsync();
        using var card = await WordAsync(campaign, $"documents/report-card.docx?snapshot=1&unit={campaign.Units[2].Code}", Roles.HomeAffairs);
        Assert.Contains(Lines(card), line => line.StartsWith("Chỉ số cải cách hành chính năm 2024 của Đơn vị 3: 80,00\u00A0% (80,00 trên 100,00 điểm áp dụng); xếp hạng: 5 trong 5 đơn vị", StringComparison.Ordinal));
        Assert.Contains(Lines(card), line => line.StartsWith("Trung bình của khối: 86,40\u00A0%; cao nhất của khối: 88,00\u00A0%; chỉ số năm 2023 của đơn vị: chưa có.", StringComparison.Ordinal));
        Assert.Contains(Tables(card), table => table.Skip(1).Select(row => row[(row.IndexOf('|', StringComparison.Ordinal) + 1)..]).Select(row => string.Join('|', row.Split('|')[1..]))
            .SequenceEqual(["40,00|50,00|10,00", "15,00|20,00|5,00", "16,00|20,00|4,00", "9,00|10,00|1,00"]));

        var path = $"documents/report-card.docx?unit={campaign.Units[2].Code}";
        using var officer = ranking.Client(Roles.UnitOfficer, campaign.Units[0].UnitId);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(officer, campaign, path));
        await ranking.Approve(campaign, 1);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(officer, campaign, path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(officer, campaign, path + "&snapshot=1"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(officer, campaign, "documents/decision.docx"));
        using var office = ranking.Client(Roles.HomeAffairs);
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(office, campaign, "documents/report-card.docx"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(office, campaign, "documents/report-card.docx?unit=khong-co"));
    }

    [Fact]
    public async Task Whoever_comes_to_the_conference_has_a_row_to_sign_in()
    {
        var campaign = await FrozenAsync();
        using var invitations = await WordAsync(campaign, "documents/invitations.docx?snapshot=1", Roles.HomeAffairs);
        Assert.Equal("1|Đơn vị 2|1|Người đứng đầu (nhận khen thưởng)||", Tables(invitations).Last()[1]);
        Assert.Equal("5|Đơn vị 3|5|Người đứng đầu||", Tables(invitations).Last()[5]);
        foreach (var kind in (string[])["decision", "awards", "invitations", "report-card"])
        {
            using var workbook = await ExcelAsync(campaign, $"documents/{kind}.xlsx?snapshot=1&unit={campaign.Units[0].Code}");
            Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(workbook, Cancellation).Select(error => error.Description));
        }
    }

    [Fact]
    public async Task Documents_are_for_offices_of_the_same_government_without_a_conflict_of_interest()
    {
        var district = Guid.NewGuid();
        var campaign = await FrozenAsync(district);
        const string Draft = "documents/decision.docx?snapshot=1";
        foreach (var (role, area, expected) in new (string, Guid?, HttpStatusCode)[]
        {
            (Roles.HomeAffairs, district, HttpStatusCode.OK), (Roles.Leader, district, HttpStatusCode.OK), (Roles.Auditor, null, HttpStatusCode.OK), (Roles.HomeAffairs, Guid.NewGuid(), HttpStatusCode.NotFound),
            (Roles.Appraiser, null, HttpStatusCode.Forbidden), (Roles.CouncilSecretary, null, HttpStatusCode.Forbidden), (Roles.UnitHead, campaign.Units[0].UnitId, HttpStatusCode.NotFound),
        })
        {
            using var client = ranking.Client(role, area);
            Assert.Equal(expected, await StatusAsync(client, campaign, Draft));
        }

        var person = Guid.NewGuid();
        await ranking.Deliver(new ConflictsChanged { CampaignId = campaign.Id, Revision = 1, Conflicts = [new ConflictOfInterest { UserId = person, UnitId = campaign.Units[0].UnitId }] });
        using var barred = ranking.Client(Roles.HomeAffairs, district, person);
        foreach (var path in (string[])[Draft, "documents/report-card.docx?snapshot=1&unit=" + campaign.Units[1].Code, "awards?snapshot=1"])
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(barred, campaign, path));
        }

        await ranking.Approve(campaign, 1, area: district);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(barred, campaign, Draft));
    }

    [Fact]
    public async Task Nothing_is_made_of_a_snapshot_that_was_thrown_away()
    {
        var campaign = await FrozenAsync();
        using var taken = await ranking.TakeSnapshot(campaign);
        using var office = ranking.Client(Roles.HomeAffairs);
        using var refused = await office.GetAsync(Address(campaign, "documents/decision.docx?snapshot=1"), Cancellation);
        Assert.Equal((HttpStatusCode.Conflict, "snapshot.not-current"), (refused.StatusCode, (await refused.Body()).Text("code")));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(office, campaign, "documents/decision.docx?snapshot=2"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(office, campaign, "documents/decision.docx"));
    }

    [Fact]
    public async Task A_template_edited_in_Word_is_used_by_its_government_alone_until_it_is_reset()
    {
        var (district, other) = (await FrozenAsync(Guid.NewGuid()), await FrozenAsync(Guid.NewGuid()));
        var edited = Edited(await TemplateAsync(district), "Lưu: VT, NV", "Lưu: VT, NV (bản của {{KY_DANH_GIA}})");
        foreach (var role in (string[])[Roles.Leader, Roles.Auditor])
        {
            using var refused = await PutAsync(district, edited, role);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var stranger = await PutAsync(district, edited, Roles.HomeAffairs, other.Owner);
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        using var replaced = await PutAsync(district, edited);
        Assert.Equal(HttpStatusCode.NoContent, replaced.StatusCode);

        const string Own = "- Lưu: VT, NV (bản của CHỈ SỐ CCHC THỬ).";
        Assert.Contains(Own, Lines(await WordAsync(district, "documents/decision.docx?snapshot=1", Roles.HomeAffairs)));
        Assert.DoesNotContain(Own, Lines(await WordAsync(other, "documents/decision.docx?snapshot=1", Roles.HomeAffairs)));
        using var client = ranking.Client(Roles.HomeAffairs, district.Owner);
        var listed = JsonDocument.Parse(await client.GetStringAsync(Address(district, "document-templates"), Cancellation)).RootElement.Items().ToList();
        Assert.Equal(["decision", "synthesis-report", "report-card", "awards", "invitations"], listed.Select(item => item.Text("kind")));
        Assert.NotNull(listed[0].Text("replacedBy"));
        Assert.Equal(edited, await TemplateAsync(district));

        using var reset = await client.DeleteAsync(Address(district, "document-templates/decision"), Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.DoesNotContain(Own, Lines(await WordAsync(district, "documents/decision.docx?snapshot=1", Roles.HomeAffairs)));
    }

    [Fact]
    public async Task A_template_with_an_unknown_place_is_refused_with_its_name_and_changes_nothing()
    {
        var campaign = await FrozenAsync(Guid.NewGuid());
        var before = await TemplateAsync(campaign);
        using var refused = await PutAsync(campaign, Edited(before, "Lưu: VT, NV", "{{so_tien}} và {{bang:moi}}"));
        var problem = await refused.Body();
        Assert.Equal((HttpStatusCode.Conflict, "template.unknown-place", "file"), (refused.StatusCode, problem.Text("code"), problem.Text("field")));
        Assert.Contains("{{so_tien}}, {{bang:moi}}.", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Contains("{{nam}}: năm đánh giá", problem.GetProperty("details").EnumerateArray().Select(line => line.GetString()));
        Assert.Equal(before, await TemplateAsync(campaign));

        using var nothing = await PutAsync(campaign, [1, 2, 3]);
        Assert.Equal("template.not-word", (await nothing.Body()).Text("code"));
        using var large = await PutAsync(campaign, new byte[(2 * 1024 * 1024) + 1]);
        Assert.Equal("template.too-large", (await large.Body()).Text("code"));
    }

    [Fact]
    public async Task Documents_are_made_of_imported_results_too()
    {
        var code = "NHAP-" + Guid.NewGuid().ToString("N")[..8];
        using var imported = await ranking.Import(ResultsFile.Of([new ResultLine { CampaignCode = code, UnitCode = "a", UnitName = "Sở A", Points = "9" }, new ResultLine { CampaignCode = code, UnitCode = "b", UnitName = "Sở B" }]));
        using var client = ranking.Client(Roles.HomeAffairs);
        foreach (var kind in (string[])["decision", "synthesis-report", "report-card", "awards", "invitations"])
        {
            using var document = Open(await client.GetByteArrayAsync(new Uri($"/api/ranking/campaigns/{code}/documents/{kind}.docx?unit=a", UriKind.Relative), Cancellation));
            Assert.DoesNotContain(Lines(document), line => line.Contains("{{", StringComparison.Ordinal));
        }
    }

    private async Task<Frozen> FrozenAsync(Guid? owner = null)
    {
        var campaign = new Frozen(Points.Length, owner);
        var opened = campaign.Opened(CampaignPhase.Council);
        await ranking.Deliver(opened with { OwnerUnitId = owner, Groups = [opened.Groups[0] with { Awards = 2 }] });
        await ranking.Deliver(campaign.Surveyed(1, [.. Points.Select(unit => (decimal?)unit.Survey)]));
        for (var unit = 0; unit < Points.Length; unit++)
        {
            await ranking.Deliver(campaign.External(unit, 1, Points[unit].External));
            await ranking.Deliver(campaign.Completed(unit, 1, 1, Points[unit].First, Points[unit].Second));
        }

        using var taken = await ranking.TakeSnapshot(campaign, area: owner);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        return campaign;
    }

    /// <summary>Indices that were published for the year before.</summary>
    private async Task LastYearAsync(Frozen campaign, params (int Unit, decimal Index)[] indices)
    {
        using var imported = await ranking.Import(ResultsFile.Of(indices.Select(x => new ResultLine
        {
            CampaignCode = "TRUOC-" + campaign.Code, Year = "2023", UnitCode = campaign.Units[x.Unit].Code, UnitName = campaign.Units[x.Unit].Name, MaxPoints = "100", Points = ResultsFile.Text(x.Index),
        })));
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
    }

    private async Task<WordprocessingDocument> WordAsync(Frozen campaign, string path, string role)
    {
        using var client = ranking.Client(role, campaign.Owner);
        using var response = await client.GetAsync(Address(campaign, path), Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(Word, response.Content.Headers.ContentType?.MediaType);
        var document = Open(await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document, Cancellation).Select(error => error.Description));
        return document;
    }

    private async Task<SpreadsheetDocument> ExcelAsync(Frozen campaign, string path)
    {
        using var client = ranking.Client(Roles.HomeAffairs, campaign.Owner);
        return SpreadsheetDocument.Open(new MemoryStream(await client.GetByteArrayAsync(Address(campaign, path), Cancellation)), isEditable: false);
    }

    private async Task<byte[]> TemplateAsync(Frozen campaign)
    {
        using var client = ranking.Client(Roles.HomeAffairs, campaign.Owner);
        return await client.GetByteArrayAsync(Address(campaign, "document-templates/decision.docx"), Cancellation);
    }

    private async Task<HttpResponseMessage> PutAsync(Frozen campaign, byte[] file, string role = Roles.HomeAffairs, Guid? area = null)
    {
        using var client = ranking.Client(role, area ?? campaign.Owner);
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(Word) } };
        return await client.PutAsync(Address(campaign, "document-templates/decision"), content, Cancellation);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, TestCampaign campaign, string path)
    {
        using var response = await client.GetAsync(Address(campaign, path), Cancellation);
        return response.StatusCode;
    }

    private static Uri Address(TestCampaign campaign, string path) => new($"/api/ranking/campaigns/{campaign.Code}/{path}", UriKind.Relative);

    private static WordprocessingDocument Open(byte[] file) => WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);

    private static List<string> Lines(WordprocessingDocument document) => [.. document.MainDocumentPart!.Document!.Body!.Descendants<W.Paragraph>().Select(line => line.InnerText)];

    /// <summary>Rows with their cells between bars; the letterhead is a table too.</summary>
    private static List<List<string>> Tables(WordprocessingDocument document) =>
        [.. document.MainDocumentPart!.Document!.Body!.Elements<W.Table>().Select(table => table.Elements<W.TableRow>().Select(row => string.Join('|', row.Elements<W.TableCell>().Select(cell => cell.InnerText))).ToList())];

    private static byte[] Edited(byte[] file, string old, string text)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var document = WordprocessingDocument.Open(stream, isEditable: true))
        {
            var found = document.MainDocumentPart!.Document!.Body!.Descendants<W.Text>().Single(part => part.Text.Contains(old, StringComparison.Ordinal));
            found.Text = found.Text.Replace(old, text, StringComparison.Ordinal);
        }

        return stream.ToArray();
    }

    private sealed class Frozen(int units, Guid? owner) : TestCampaign(units, [TieBreaker.AppraisedPoints, TieBreaker.SurveyPoints], unitPrefix: Guid.NewGuid().ToString("N")[..8] + "-")
    {
        public Guid? Owner => owner;
    }
}
