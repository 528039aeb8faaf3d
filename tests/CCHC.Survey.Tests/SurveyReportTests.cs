using CCHC.OfficialDocuments;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Results;
using CCHC.Survey.Submissions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using C = DocumentFormat.OpenXml.Drawing.Charts;
using S = DocumentFormat.OpenXml.Spreadsheet;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.Survey.Tests;

/// <summary>Four departments, of which two are equal and one may not be shown; two strata; last year's survey.</summary>
public sealed class SurveyReportTests
{
    private static readonly Letterhead _letterhead = new() { ParentAgency = "Ủy ban nhân dân tỉnh Lâm Đồng", Place = "Lâm Đồng" };

    private static readonly Dictionary<string, Guid> _units = new[] { "A", "B", "C", "D" }.ToDictionary(code => code, _ => Guid.NewGuid(), StringComparer.Ordinal);

    private static SurveyReportFacts Facts { get; } = new(
        "Chỉ số cải cách hành chính năm 2026", 2026, OfProvince: true, "Khảo sát người đã nộp hồ sơ.", Questions: 2, Units: 4, new DateTimeOffset(2026, 10, 1, 1, 0, 0, TimeSpan.Zero),
        [new("Người dân", 340, 325), new("Doanh nghiệp", 60, 58)],
        [new("Người dân", "Hộ tịch", 1_000, 286, 250, 240), new("Người dân", "Đất đai", 500, 100, 90, 85)],
        [new(SubmissionChannel.Personal, 300), new(SubmissionChannel.Paper, 100)],
        [new(Quality.Speeding, 4, 9), new(Quality.Duplicate, 0, 8)],
        [new("Trả lời trong 20 giây", 9), new("Trùng người trả lời", 8)],
        new GetStatistics.Response(
            Guid.NewGuid(), "Khảo sát hài lòng", IndexFormula.TopTwo, new DateTimeOffset(2026, 11, 20, 17, 30, 0, TimeSpan.Zero),
            [
                Item(unit: null, StatisticKind.Total, "", 383, 84.4649m, 1.25m, lastYear: 83.1m),
                Item(unit: null, StatisticKind.Factor, "Tiếp cận", 383, 86, 1), Item(unit: null, StatisticKind.Factor, "Thủ tục", 383, 82.9298m, 1),
                Item(unit: null, StatisticKind.Question, "Q1", 383, 86, 1) with { Name = "Nơi ngồi chờ đủ chỗ", Factor = "Tiếp cận", Options = [new("5", "Rất hài lòng", 300, 78.335m), new("1", "Rất không hài lòng", null, null)] },
                Item("A", StatisticKind.Total, "", 100, 80.495m, 2), Item("A", StatisticKind.Factor, "Tiếp cận", 100, 81, 2), Item("A", StatisticKind.Factor, "Thủ tục", 100, 79.99m, 2),
                Item("B", StatisticKind.Total, "", 120, 92.345m, 3, lastYear: 93.5m), Item("B", StatisticKind.Factor, "Tiếp cận", 120, 90, 2),
                Item("C", StatisticKind.Total, "", 90, 80.495m, error: null),
                Item("D", StatisticKind.Total, "", people: null, value: null, error: null) with { Suppressed = true },
            ],
            "Khảo sát hài lòng 2025", Practice: false, [new("so", "Sở, ban, ngành")]));

    [Fact]
    public void The_report_says_what_was_asked_of_whom_when_and_what_came_out()
    {
        var lines = LinesOf(Facts);

        Assert.Contains("ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG", lines);
        Assert.Contains("SỞ NỘI VỤ", lines);
        Assert.Contains(lines, line => line.Contains("Kết quả điều tra xã hội học năm 2026", StringComparison.Ordinal));

        // 17:30 UTC is 00:30 of the next day in Việt Nam.
        Assert.Contains(
            "Cuộc điều tra “Khảo sát hài lòng” lấy ý kiến về 4 cơ quan, đơn vị, phục vụ Chỉ số cải cách hành chính năm 2026. Phiếu hỏi có 2 câu. Thời gian: từ ngày 01/10/2026 đến ngày 21/11/2026.", lines);
        Assert.Contains("Thu được 400 phiếu, trong đó 383 phiếu được tính vào kết quả, 17 phiếu bị loại.", lines);

        // 84,4649 ± 1,96 × 1,25 = 82,0149 to 86,9149
        Assert.Contains("Chỉ số chung của các cơ quan, đơn vị: 84,46 % (khoảng tin cậy 95 %: 82,01 – 86,91), theo ý kiến của 383 người. Năm trước: 83,10 %.", lines);
        Assert.Contains(lines, line => line.StartsWith("Cách tính chỉ số. Câu hỏi theo thang 5 mức: tỷ lệ phần trăm người chọn mức 4 hoặc mức 5.", StringComparison.Ordinal));
    }

    [Fact]
    public void The_sample_stands_beside_what_came_back()
    {
        var tables = TablesOf(Facts);

        Assert.Equal(
            [
                "Nhóm người trả lời|Tầng|Số người trong khung mẫu|Mẫu|Phiếu thu được|Phiếu được tính|Được tính so với mẫu (%)",
                "Người dân|Hộ tịch|1.000|286|250|240|83,92", // 240 / 286
                "Người dân|Đất đai|500|100|90|85|85,00",
                "Tổng cộng||1.500|386|340|325|84,20", // 325 / 386
            ],
            tables[0]);
        Assert.Equal(["Nhóm người trả lời|Phiếu thu được|Phiếu được tính|Phiếu bị loại", "Người dân|340|325|15", "Doanh nghiệp|60|58|2", "Tổng cộng|400|383|17"], tables[1]);
        Assert.Equal(["Kênh trả lời|Số phiếu", "Mã cá nhân|300", "Phiếu giấy|100"], tables[2]);
        Assert.Equal(["Dấu hiệu|Số phiếu|Kết luận hợp lệ|Bị loại", "Trả lời quá nhanh|13|4|9", "Trùng người trả lời|8|0|8"], tables[3]);
        Assert.Equal(["Lý do loại|Số phiếu", "Trả lời trong 20 giây|9", "Trùng người trả lời|8"], tables[4]);
    }

    [Fact]
    public void Units_are_ranked_unrounded_equals_share_and_what_may_not_be_shown_is_a_dash()
    {
        var tables = TablesOf(Facts);

        Assert.Equal(
            [
                "Hạng|Cơ quan, đơn vị|Số người trả lời|Chỉ số (%)|Khoảng tin cậy 95 %|Sai số chuẩn",
                "1|Sở B|120|92,35|86,47 – 98,23|3,00", // 92,345 ∓ 5,88; half a hundredth is rounded up
                "2=|Sở A|100|80,50|76,58 – 84,42|2,00", // 80,495 ∓ 3,92
                "2=|Sở C|90|80,50|–|–",
                "–|Sở D|–|–|–|–",
            ],
            tables[5]);
        Assert.Equal(["Cơ quan, đơn vị|Tiếp cận|Thủ tục|Chỉ số (%)", "Chung|86,00|82,93|84,46", "Sở B|90,00|–|92,35", "Sở A|81,00|79,99|80,50", "Sở C|–|–|80,50", "Sở D|–|–|–"], tables[6]);
        Assert.Equal(["Câu hỏi|Số người trả lời|Chỉ số (%)|Khoảng tin cậy 95 %", "Nơi ngồi chờ đủ chỗ|383|86,00|84,04 – 87,96"], tables[7]);
        Assert.Equal(
            ["Cơ quan, đơn vị|Năm nay (%)|Năm trước (%)|Chênh lệch", "Chung|84,46|83,10|+1,36", "Sở B|92,35|93,50|−1,16", "Sở A|80,50|–|–", "Sở C|80,50|–|–", "Sở D|–|–|–"], // 84,4649 − 83,1 = 1,3649; 92,345 − 93,5 = −1,155
            tables[8]);
        Assert.Contains(LinesOf(Facts), line => line.EndsWith("có thể suy ra câu trả lời của dưới 5 người (1 cơ quan, đơn vị).", StringComparison.Ordinal));
    }

    [Fact]
    public void The_chart_has_a_bar_with_its_interval_for_each_unit_that_may_be_shown()
    {
        using var report = WordprocessingDocument.Open(new MemoryStream(Word(Facts)), isEditable: false);

        var chart = report.MainDocumentPart!.ChartParts.Single().ChartSpace!;
        Assert.Equal(["Sở B", "Sở A", "Sở C"], chart.Descendants<C.BarChartSeries>().First().Descendants<C.StringPoint>().Select(point => point.InnerText));
        Assert.Equal(["92.35", "80.50", "80.50"], chart.Descendants<C.BarChartSeries>().First().GetFirstChild<C.Values>()!.Descendants<C.NumericPoint>().Select(point => point.InnerText));
        Assert.Contains("Sở, ban, ngành: từ 80,50 % đến 92,35 %, cao nhất là Sở B", chart.InnerText, StringComparison.Ordinal);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2016).Validate(report, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void In_Excel_numbers_stay_numbers_and_the_chart_is_drawn_from_them()
    {
        using var workbook = SpreadsheetDocument.Open(new MemoryStream(Excel(Facts)), isEditable: false);

        var parts = workbook.WorkbookPart!;
        Assert.Equal(
            ["a. Theo đơn vị", "b. Theo yếu tố", "c. Theo câu hỏi", "d. Mẫu và phiếu", "e. Dấu hiệu bất thường", "g. Lý do loại phiếu"], parts.Workbook!.Descendants<S.Sheet>().Select(sheet => sheet.Name!.Value));
        Assert.Equal(
            [
                "Sở, ban, ngành|1|B|Sở B|#120|#92.35|#86.47|#98.23|#3|#93.5|#-1.16|#5.88", "Sở, ban, ngành|2=|A|Sở A|#100|#80.50|#76.58|#84.42|#2|–|–|#3.92",
                "Sở, ban, ngành|2=|C|Sở C|#90|#80.50|–|–|–|–|–|", "Sở, ban, ngành|–|D|Sở D|–|–|–|–|–|–|–|",
            ],
            RowsOf(parts, 0).Skip(1));
        Assert.Equal(["|Chung|#86|#82.93|#84.46", "Sở, ban, ngành|Sở B|#90|–|#92.35"], RowsOf(parts, 1).Skip(1).Take(2));
        Assert.Equal(
            ["Tiếp cận|Nơi ngồi chờ đủ chỗ||#383||#86", "Tiếp cận|Nơi ngồi chờ đủ chỗ|Rất hài lòng|#300|#78.34|", "Tiếp cận|Nơi ngồi chờ đủ chỗ|Rất không hài lòng|–|–|"], RowsOf(parts, 2).Skip(1));
        var chart = Sheet(parts, 0).DrawingsPart!.ChartParts.Single().ChartSpace!;
        Assert.Contains("'a. Theo đơn vị'!$F$5:$F$8", chart.Descendants<C.Formula>().Select(formula => formula.Text));
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2016).Validate(workbook, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Without_a_draw_last_year_or_doubts_the_report_says_so()
    {
        var facts = Facts with { Strata = [], Flags = [], Exclusions = [], Results = Facts.Results with { LastYearName = null, Practice = true } };

        var lines = LinesOf(facts);
        Assert.Contains(lines, line => line.StartsWith("Cuộc điều tra không rút mẫu", StringComparison.Ordinal));
        Assert.Contains("Không có phiếu nào có dấu hiệu bất thường.", lines);
        Assert.Contains("Chưa có kết quả năm trước của cuộc điều tra cùng mã.", lines);
        Assert.Contains(lines, line => line.Contains("tập huấn, số liệu giả định", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_facts_give_the_same_bytes()
    {
        Assert.Equal(Word(Facts), Word(Facts));
        Assert.Equal(Excel(Facts), Excel(Facts));
    }

    private static GetStatistics.Item Item(string? unit, StatisticKind kind, string code, int? people, decimal? value, decimal? error, decimal? lastYear = null)
    {
        var interval = error is { } known && value is { } mean ? (mean - (1.96m * known), mean + (1.96m * known)) : ((decimal, decimal)?)null;
        return new GetStatistics.Item(
            unit is null ? null : _units[unit], unit, unit is null ? null : $"Sở {unit}", kind, code, code, people, value, error, interval?.Item1, interval?.Item2, lastYear, Suppressed: false, [])
        { GroupCode = unit is null ? null : "so" };
    }

    private static byte[] Word(SurveyReportFacts facts) => Bytes(new SurveyReportDocument(facts, _letterhead).ToDocument().Write);

    private static byte[] Excel(SurveyReportFacts facts) => Bytes(new SurveyReportDocument(facts, _letterhead).ToWorkbook().Write);

    private static byte[] Bytes(Action<Stream> write)
    {
        using var file = new MemoryStream();
        write(file);
        return file.ToArray();
    }

    private static List<string> LinesOf(SurveyReportFacts facts)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Word(facts)), isEditable: false);
        return [.. document.MainDocumentPart!.Document!.Body!.Descendants<W.Paragraph>().Select(line => line.InnerText)];
    }

    private static List<List<string>> TablesOf(SurveyReportFacts facts)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Word(facts)), isEditable: false);
        return
        [
            .. document.MainDocumentPart!.Document!.Body!.Descendants<W.Table>().Where(table => table.Descendants<W.TableHeader>().Any())
                .Select(table => table.Elements<W.TableRow>().Select(row => string.Join('|', row.Elements<W.TableCell>().Select(cell => cell.InnerText))).ToList()),
        ];
    }

    private static WorksheetPart Sheet(WorkbookPart workbook, int index) => (WorksheetPart)workbook.GetPartById(workbook.Workbook!.Descendants<S.Sheet>().ElementAt(index).Id!);

    private static IEnumerable<string> RowsOf(WorkbookPart workbook, int index) => Sheet(workbook, index).Worksheet!.Descendants<S.Row>().Where(row => row.RowIndex!.Value >= 4)
        .Select(row => string.Join('|', row.Elements<S.Cell>().Select(cell => cell.CellValue is { } number ? $"#{number.Text}" : cell.InnerText)));
}
