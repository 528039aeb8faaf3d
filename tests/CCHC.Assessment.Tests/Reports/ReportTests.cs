using System.Net;
using System.Text;
using CCHC.Assessment.Tests.Evidence;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using DocumentFormat.OpenXml.Packaging;
using S = DocumentFormat.OpenXml.Spreadsheet;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.Assessment.Tests.Reports;

/// <summary>The report for signature, read back from the file.</summary>
public sealed class ReportTests(EvidenceHost host) : IClassFixture<EvidenceHost>
{
    private readonly Guid _collector = Guid.CreateVersion7();
    private readonly Guid _finance = Guid.CreateVersion7();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_report_has_the_points_of_the_submission_its_explanations_and_its_difficulties()
    {
        using var sheet = await SubmittedAsync();

        using var report = WordprocessingDocument.Open(new MemoryStream(await DownloadAsync(sheet, "/submissions/1/report.docx")), isEditable: false);
        var body = report.MainDocumentPart!.Document!.Body!;
        var text = body.InnerText;
        Assert.True(text.IsNormalized(NormalizationForm.FormC));
        Assert.Contains("SỞ NỘI VỤ", text, StringComparison.Ordinal);
        Assert.Contains("Tự đánh giá, chấm điểm Chỉ số cải cách hành chính năm 2024", text, StringComparison.Ordinal);

        // 1.1: 5 × (97 − 95)/5 = 2; 1.2: 1; 2.1: 2 − 0.25 = 1.75; 2.2: 80 % of 2 = 1.6; together 6.35 of 10.
        Assert.Contains("Tổng điểm tự chấm: 6,35 điểm trên 10,00 điểm tối đa áp dụng, đạt 63,50 %.", text, StringComparison.Ordinal);
        Assert.Contains("Kế toán trưởng nghỉ thai sản.", text, StringComparison.Ordinal);
        Assert.Contains("Bổ sung một biên chế.", text, StringComparison.Ordinal);

        var tables = body.Elements<W.Table>().Select(Rows).ToList();
        Assert.Contains(tables, table => table.SequenceEqual(
        [
            "Mã|Lĩnh vực|Điểm tối đa áp dụng|Điểm tự chấm|Tỷ lệ (%)", "1|Tiêu chí 1|6,00|3,00|50,00", "2|Tiêu chí 2|4,00|3,35|83,75", "|Tổng cộng|10,00|6,35|63,50",
        ]));
        var points = tables.Single(table => table[0].Contains("Cách tính", StringComparison.Ordinal));
        Assert.Contains("2.1|Tiêu chí 2.1|2,00|1,75|", points.Single(row => row.StartsWith("2.1|", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith("|Không có tài liệu, xem giải trình", points.Single(row => row.StartsWith("2.1|", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith("|12/BC", points.Single(row => row.StartsWith("1.1|", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(points, row => row.StartsWith("2.3|", StringComparison.Ordinal)); // by survey
        Assert.Equal(
            ["Mã|Tiêu chí|Điểm tự chấm|Tài liệu|Giải trình", "2.1|Tiêu chí 2.1|1,75|Không có|Sổ theo dõi bị hỏng."],
            tables.Single(table => table[0].EndsWith("Giải trình", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_report_of_a_submission_is_the_same_file_whatever_later_rounds_change()
    {
        using var sheet = await SubmittedAsync();
        var first = await DownloadAsync(sheet, "/submissions/1/report.docx");

        await host.Deliver(new AppraisalCompleted
        {
            CaseId = Guid.CreateVersion7(), CampaignId = sheet.Year.CampaignId, UnitId = sheet.UnitId, Round = 1, Revision = 1, CompletedAt = DateTimeOffset.UtcNow,
            Leaves = [new AppraisedLeaf { LeafCode = "1.2", Points = 0, Applicable = true, Reason = "Kế hoạch ban hành muộn" }],
        });
        await host.Deliver(sheet.Year.Phase(CampaignPhase.SelfAssessment, round: 2, revision: 3));
        await sheet.PutAsync("/entries/1.2", new { data = new { yes = true }, evidence = "12/BC", supplement = "Ban hành ngày 05/01." }, HttpStatusCode.OK);
        await sheet.SubmitAsync();

        Assert.Equal(first, await DownloadAsync(sheet, "/submissions/1/report.docx"));
        using var second = WordprocessingDocument.Open(new MemoryStream(await DownloadAsync(sheet, "/submissions/2/report.docx")), isEditable: false);
        Assert.Contains("1.2|Tiêu chí 1.2|1,00|Có|Bổ sung vòng 2: Ban hành ngày 05/01.", second.MainDocumentPart!.Document!.Body!.Elements<W.Table>().SelectMany(Rows));
    }

    [Fact]
    public async Task Before_submission_there_is_a_draft_that_says_so()
    {
        using var sheet = await Sheet.OpenAsync(host);
        await sheet.EnterAsync("12/BC");

        using var draft = WordprocessingDocument.Open(new MemoryStream(await DownloadAsync(sheet, "/report.docx")), isEditable: false);
        var text = draft.MainDocumentPart!.Document!.Body!.InnerText;
        Assert.Contains("DỰ THẢO BÁO CÁO", text, StringComparison.Ordinal);
        Assert.Contains("6,35 điểm trên 10,00", text, StringComparison.Ordinal);
        using var missing = await sheet.Officer.GetAsync(sheet.Path("/submissions/1/report.docx"), Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task The_report_to_the_Ministry_names_the_department_of_each_explanation_and_has_the_three_tables_in_Excel()
    {
        var year = new SmallYear();
        var opening = year.Phase(CampaignPhase.SelfAssessment, round: 1, revision: 1);
        var group = opening.Groups[0] with
        {
            CollectorUnitId = _collector,
            Responsibilities = [new LeafResponsibility { LeafCode = "2.1", UnitId = _finance, UnitCode = "STC", UnitName = "Sở Tài chính" }],
        };
        await host.Deliver(opening with { Groups = [group] });
        using var home = await Sheet.OfAsync(host, year, _collector);
        using var finance = await Sheet.OfAsync(host, year, _finance);
        await home.PutAsync("/entries/1.1", new { data = new { numerator = 97, denominator = 100 }, evidence = "12/BC" }, HttpStatusCode.OK);
        await home.PutAsync("/entries/1.2", new { data = new { yes = true }, evidence = "12/BC" }, HttpStatusCode.OK);
        await home.PutAsync("/entries/2.2", new { data = new { notApplicable = true }, explanation = "Không có hồ sơ." }, HttpStatusCode.OK);
        await finance.PutAsync("/entries/2.1", new { data = new { violations = new { tre = 1 } }, explanation = "Sổ theo dõi bị hỏng." }, HttpStatusCode.OK);
        await finance.PutAsync("/situation", new { difficulties = "Phần mềm chậm.", proposals = "Nâng cấp phần mềm." }, HttpStatusCode.NoContent);

        using var book = SpreadsheetDocument.Open(new MemoryStream(await DownloadAsync(home, "/report.xlsx")), isEditable: false);
        var sheets = book.WorkbookPart!.Workbook!.Sheets!.Elements<S.Sheet>().ToList();
        Assert.Equal(["a. Điểm tự chấm", "b. Giải trình", "c. Khó khăn, đề xuất"], sheets.Select(sheet => sheet.Name!.Value));
        var total = CellsOf(book, sheets[0]).Last();
        Assert.Equal(["", "Tổng cộng", "8", "4.75"], total.Take(4)); // 2 + 1 + 1.75 of 5 + 1 + 2
        Assert.Equal(
            [
                ["2.1", "Tiêu chí 2.1", "Sở Tài chính", "1.75", "Không có", "Sổ theo dõi bị hỏng."],
                ["2.2", "Tiêu chí 2.2", "Đơn vị tổng hợp", "Không phát sinh", "Không có", "Không có hồ sơ."],
            ],
            CellsOf(book, sheets[1]).TakeLast(2));
        Assert.Equal(["Sở Tài chính", "Phần mềm chậm.", "Nâng cấp phần mềm."], CellsOf(book, sheets[2]).Last());
    }

    private async Task<Sheet> SubmittedAsync()
    {
        var sheet = await Sheet.OpenAsync(host);
        await sheet.EnterAsync("12/BC");
        await sheet.PutAsync("/entries/2.1", new { data = new { violations = new { tre = 1 } }, explanation = "Sổ theo dõi bị hỏng." }, HttpStatusCode.OK);
        await sheet.PutAsync("/situation", new { difficulties = "Kế toán trưởng nghỉ thai sản.", proposals = "Bổ sung một biên chế." }, HttpStatusCode.NoContent);
        await sheet.SubmitAsync();
        return sheet;
    }

    private static async Task<byte[]> DownloadAsync(Sheet sheet, string rest)
    {
        using var response = await sheet.Officer.GetAsync(sheet.Path(rest), Cancelled);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(Cancelled)}");
        return await response.Content.ReadAsByteArrayAsync(Cancelled);
    }

    private static List<string> Rows(W.Table table) =>
        [.. table.Elements<W.TableRow>().Select(row => string.Join('|', row.Elements<W.TableCell>().Select(cell => string.Join('\n', cell.Elements<W.Paragraph>().Select(line => line.InnerText)))))];

    private static List<string[]> CellsOf(SpreadsheetDocument book, S.Sheet sheet) =>
        [.. ((WorksheetPart)book.WorkbookPart!.GetPartById(sheet.Id!)).Worksheet!.Descendants<S.Row>().Select(row => row.Elements<S.Cell>().Select(cell => cell.InnerText).ToArray())];
}
