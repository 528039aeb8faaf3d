using CCHC.Appraisal.Reports;
using CCHC.OfficialDocuments;
using CCHC.Scoring;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Xunit;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.Appraisal.Tests;

/// <summary>Two groups: three departments of which one was cut and raised, one left alone and one is not finished; two communes of which one sent nothing.</summary>
public sealed class ReportDocumentTests
{
    private static readonly Letterhead _letterhead = new() { ParentAgency = "Ủy ban nhân dân tỉnh Lâm Đồng", Place = "Lâm Đồng" };

    private static AppraisalReportFacts Facts { get; } = new(
        "Chỉ số cải cách hành chính năm 2026", 2026, Practice: false, Round: 2, "Trần Thị Hòa", new DateTimeOffset(2027, 1, 20, 8, 30, 0, TimeSpan.Zero),
        new DateTimeOffset(2027, 1, 20, 9, 0, 0, TimeSpan.Zero),
        [
            new("so", "Sở, ban, ngành", [new("1", "Chỉ đạo, điều hành", 4), new("2", "Cải cách thể chế", 4), new("DT", "Điểm thưởng, điểm phạt", 0)],
            [
                new("SNV", "Sở Nội vụ", Submitted: true, Completed: true,
                [
                    Leaf("1.1", "1", 2, self: 2, points: 1.5m, "Ban hành kế hoạch chậm 12 ngày"),
                    Leaf("1.2", "1", 2, self: 1, points: 1),
                    Leaf("2.1", "2", 1, self: 0.5m, points: 0.75m, "Đã bổ sung báo cáo số 45/BC-SNV"),
                    Leaf("2.2", "2", 3, self: 3, points: 2.625m, "Thiếu một văn bản"),
                    Leaf("T1", "DT", 1, self: 1, points: 1) with { Kind = LeafKind.Bonus },
                    Leaf("P1", "DT", 2, self: null, points: 0.5m, "Gửi báo cáo trễ") with { Kind = LeafKind.Penalty },
                ]),
                new("STC", "Sở Tài chính", Submitted: true, Completed: true,
                [
                    Leaf("1.1", "1", 2, self: 2, points: 2), Leaf("1.2", "1", 2, self: 1.5m, points: 1.5m), Leaf("2.1", "2", 1, self: 1, points: 1),
                    Leaf("2.2", "2", 3, self: null, points: null) with { SelfApplicable = false, Applicable = false },
                    Leaf("T1", "DT", 1, self: null, points: null) with { Kind = LeafKind.Bonus }, Leaf("P1", "DT", 2, self: null, points: 0) with { Kind = LeafKind.Penalty },
                ]),
                new("SXD", "Sở Xây dựng", Submitted: true, Completed: false, [Leaf("1.1", "1", 2, self: 2, points: 0, "Không có tài liệu kiểm chứng"), Leaf("1.2", "1", 2, self: 2, points: null)]),
            ]),
            new("xa", "Xã, phường, đặc khu", [new("1", "Chỉ đạo, điều hành", 3)],
            [
                new("DAHUOAI", "Ủy ban nhân dân xã Đạ Huoai", Submitted: true, Completed: true, [Leaf("1.1", "1", 3, self: null, points: 1, "Có phát sinh 4 hồ sơ") with { SelfApplicable = false }]),
                new("BAOLAM1", "Ủy ban nhân dân xã Bảo Lâm 1", Submitted: false, Completed: false, []),
            ]),
        ]);

    [Fact]
    public void The_sums_are_those_of_completed_units()
    {
        using var report = OpenWord(Facts);

        var text = report.MainDocumentPart!.Document!.InnerText;
        Assert.Contains("Kết quả thẩm định Chỉ số cải cách hành chính năm 2026 (vòng 2)", text, StringComparison.Ordinal);
        Assert.Contains("Kết quả được hội đồng thông qua lúc 15:30 ngày 20/01/2027 (người xác nhận: Trần Thị Hòa). Số liệu tính đến 16:00 ngày 20/01/2027.", text, StringComparison.Ordinal);
        Assert.Contains("Trong 5 đơn vị có 4 đơn vị đã gửi, 3 đơn vị đã thẩm định xong.", text, StringComparison.Ordinal);

        // Sở Nội vụ claims 2 + 1 + 0.5 + 3 + 1 = 7.5 and gets 1.5 + 1 + 0.75 + 2.625 + 1 − 0.5 = 6.375 of 8: −0.5 −0.375 −0.5 = −1.375 and +0.25.
        // Sở Tài chính claims and gets 4.5 of 5. Together 12 and 10.875 of 13; with the commune's 0 and 1 of 3: 12 and 11.875.
        Assert.Contains("12,00 điểm; tổng điểm thẩm định: 11,88 điểm (bị trừ 1,38 điểm, tăng thêm 1,25 điểm).", text, StringComparison.Ordinal);
        var tables = TablesOf(report);
        Assert.Equal(
            [
                "Nhóm đơn vị|Số đơn vị|Đã gửi|Đã thẩm định xong|Điểm tự chấm|Điểm thẩm định|Điểm bị trừ|Điểm tăng thêm",
                "Sở, ban, ngành|3|3|2|12,00|10,875|1,375|0,25", "Xã, phường, đặc khu|2|1|1|0,00|1,00|0,00|1,00", "Tổng cộng|5|4|3|12,00|11,875|1,375|1,25",
            ],
            tables[1]);
        Assert.Equal(
            [
                "TT|Đơn vị|Điểm tối đa áp dụng|Điểm tự chấm|Điểm thẩm định|Điểm bị trừ|Điểm tăng thêm|Tỷ lệ (%)",
                "1|Sở Nội vụ|8,00|7,50|6,375|1,375|0,25|79,69", "2|Sở Tài chính|5,00|4,50|4,50|0,00|0,00|90,00", "3|Sở Xây dựng|–|–|Chưa xong|–|–|–",
                "|Tổng cộng|13,00|12,00|10,875|1,375|0,25|83,65",
            ],
            tables[2]);
        Assert.Equal(["1|Ủy ban nhân dân xã Đạ Huoai|3,00|0,00|1,00|0,00|1,00|33,33", "2|Ủy ban nhân dân xã Bảo Lâm 1|–|–|Chưa gửi|–|–|–"], tables[3].Skip(1).Take(2));
    }

    [Fact]
    public void Fields_tell_how_many_units_they_were_cut_in()
    {
        using var report = OpenWord(Facts);

        // Field 1: 3 + 3.5 claimed, 2.5 + 3.5 given; field 2: 3.5 + 1 and 3.375 + 1; DT: 1 and 1 − 0.5.
        Assert.Equal(
            [
                "Mã|Lĩnh vực|Điểm tối đa|Số đơn vị|Điểm tự chấm|Điểm thẩm định|Điểm bị trừ|Điểm tăng thêm",
                "1|Chỉ đạo, điều hành|4,00|2|6,50|6,00|0,50|0,00", "2|Cải cách thể chế|4,00|2|4,50|4,375|0,375|0,25", "DT|Điểm thưởng, điểm phạt|0,00|2|1,00|0,50|0,50|0,00",
                "|Tổng cộng||2|12,00|10,875|1,375|0,25",
            ],
            TablesOf(report)[4]);
    }

    [Fact]
    public void Changed_points_are_told_unit_by_unit_with_their_reasons_and_unchanged_units_in_one_sentence()
    {
        using var report = OpenWord(Facts);

        var tables = TablesOf(report);
        Assert.Equal(
            [
                "Mã|Đơn vị, tiêu chí|Điểm tối đa|Điểm tự chấm|Điểm thẩm định|Lý do",
                "|Sở Nội vụ||||Bị trừ 1,375 điểm\nTăng thêm 0,25 điểm",
                "1.1|Tiêu chí 1.1|2,00|2,00|1,50|Ban hành kế hoạch chậm 12 ngày", "2.1|Tiêu chí 2.1|1,00|0,50|0,75|Đã bổ sung báo cáo số 45/BC-SNV",
                "2.2|Tiêu chí 2.2|3,00|3,00|2,625|Thiếu một văn bản", "P1|Tiêu chí P1|2,00|Không chấm|−0,50|Gửi báo cáo trễ",
                "|Sở Xây dựng (chưa thẩm định xong)||||Bị trừ 2,00 điểm", "1.1|Tiêu chí 1.1|2,00|2,00|0,00|Không có tài liệu kiểm chứng",
            ],
            tables[6]);
        Assert.Equal(["|Ủy ban nhân dân xã Đạ Huoai||||Tăng thêm 1,00 điểm", "1.1|Tiêu chí 1.1|3,00|Không phát sinh|1,00|Có phát sinh 4 hồ sơ"], tables[7].Skip(1));
        var text = report.MainDocumentPart!.Document!.InnerText;
        Assert.Contains("Giữ nguyên điểm tự chấm: Sở Tài chính.", text, StringComparison.Ordinal);
        Assert.Contains("Đã gửi, chưa thẩm định xong: Sở Xây dựng.", text, StringComparison.Ordinal);
        Assert.Contains("Chưa gửi: Ủy ban nhân dân xã Bảo Lâm 1.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_council_has_not_ratified_is_a_draft_and_a_practice_copy_says_so()
    {
        using var draft = OpenWord(Facts with { RatifiedAt = null, RatifiedBy = null, Practice = true });
        using var ratified = OpenWord(Facts);
        using var book = OpenExcel(Facts with { RatifiedAt = null, Practice = true });

        var text = draft.MainDocumentPart!.Document!.InnerText;
        Assert.Contains("DỰ THẢO BÁO CÁO", text, StringComparison.Ordinal);
        Assert.Contains("(Dự thảo, hội đồng chưa thông qua)", text, StringComparison.Ordinal);
        Assert.Contains("năm 2026 (vòng 2) – tập huấn, số liệu giả định", text, StringComparison.Ordinal);
        Assert.DoesNotContain("dự thảo", ratified.MainDocumentPart!.Document!.InnerText, StringComparison.OrdinalIgnoreCase);
        Assert.All(SheetsOf(book), sheet => Assert.Equal(
            "Chỉ số cải cách hành chính năm 2026 · vòng 2 · Dự thảo, hội đồng chưa thông qua · số liệu lúc 16:00 ngày 20/01/2027 · tập huấn, số liệu giả định", sheet.Rows[1][0]));
    }

    [Fact]
    public void The_workbook_has_units_fields_and_changes()
    {
        using var book = OpenExcel(Facts);

        var sheets = SheetsOf(book);
        Assert.Equal(["a. Theo đơn vị", "b. Theo lĩnh vực", "c. Điểm thay đổi và lý do"], sheets.Select(sheet => sheet.Name));
        Assert.Equal(
            [
                ["Sở, ban, ngành", "SNV", "Sở Nội vụ", "Đã thẩm định", "8", "7.5", "6.375", "1.375", "0.25", "79.69"],
                ["Sở, ban, ngành", "STC", "Sở Tài chính", "Đã thẩm định", "5", "4.5", "4.5", "0", "0", "90"],
                ["Sở, ban, ngành", "SXD", "Sở Xây dựng", "Chưa xong", "–", "–", "–", "–", "–", "–"],
                ["Sở, ban, ngành", "", "Tổng cộng", "", "13", "12", "10.875", "1.375", "0.25", "83.65"],
            ],
            sheets[0].Rows.Skip(3).Take(4).Select(row => row.Select(Trimmed)));
        Assert.Equal(
            [
                ["Nhóm", "Mã", "Đơn vị", "1. Chỉ đạo, điều hành:\nđiểm thẩm định", "1:\nbị trừ", "2. Cải cách thể chế:\nđiểm thẩm định", "2:\nbị trừ", "DT. Điểm thưởng, điểm phạt:\nđiểm thẩm định", "DT:\nbị trừ"],
                ["Sở, ban, ngành", "SNV", "Sở Nội vụ", "2.5", "0.5", "3.375", "0.375", "0.5", "0.5"],
                ["Sở, ban, ngành", "STC", "Sở Tài chính", "3.5", "0", "1", "0", "0", "0"],
                ["Sở, ban, ngành", "SXD", "Sở Xây dựng", "–", "–", "–", "–", "–", "–"],
                ["Xã, phường, đặc khu", "DAHUOAI", "Ủy ban nhân dân xã Đạ Huoai", "1", "0", "", "", "", ""],
            ],
            sheets[1].Rows.Skip(2).Take(5).Select(row => row.Select(Trimmed)));
        Assert.Equal(
            [
                ["Sở, ban, ngành", "Sở Nội vụ", "1.1", "Tiêu chí 1.1", "2", "2", "1.5", "-0.5", "Ban hành kế hoạch chậm 12 ngày", "Nguyễn Văn An", "2"],
                ["Sở, ban, ngành", "Sở Nội vụ", "2.1", "Tiêu chí 2.1", "1", "0.5", "0.75", "0.25", "Đã bổ sung báo cáo số 45/BC-SNV", "Nguyễn Văn An", "2"],
                ["Sở, ban, ngành", "Sở Nội vụ", "2.2", "Tiêu chí 2.2", "3", "3", "2.625", "-0.375", "Thiếu một văn bản", "Nguyễn Văn An", "2"],
                ["Sở, ban, ngành", "Sở Nội vụ", "P1", "Tiêu chí P1", "2", "Không chấm", "-0.5", "-0.5", "Gửi báo cáo trễ", "Nguyễn Văn An", "2"],
                ["Sở, ban, ngành", "Sở Xây dựng (chưa thẩm định xong)", "1.1", "Tiêu chí 1.1", "2", "2", "0", "-2", "Không có tài liệu kiểm chứng", "Nguyễn Văn An", "2"],
                ["Xã, phường, đặc khu", "Ủy ban nhân dân xã Đạ Huoai", "1.1", "Tiêu chí 1.1", "3", "Không phát sinh", "1", "1", "Có phát sinh 4 hồ sơ", "Nguyễn Văn An", "2"],
            ],
            sheets[2].Rows.Skip(3).Select(row => row.Select(Trimmed)));
    }

    [Fact]
    public void A_campaign_without_any_result_gives_documents_that_say_so()
    {
        var facts = Facts with { Groups = [] };
        using var report = OpenWord(facts);
        using var book = OpenExcel(facts);

        Assert.Contains("Trong 0 đơn vị có 0 đơn vị đã gửi", report.MainDocumentPart!.Document!.InnerText, StringComparison.Ordinal);
        Assert.All(SheetsOf(book), sheet => Assert.Contains("Không có.", sheet.Rows[3]));
        Assert.Empty(Errors(report));
        Assert.Empty(Errors(book));
    }

    [Fact]
    public void Long_reasons_are_written_in_full()
    {
        var reason = string.Join(' ', Enumerable.Repeat("Kế hoạch ban hành chậm so với thời hạn quy định.", 80));
        var unit = Facts.Groups[0].Units[0];
        var facts = Facts with { Groups = [Facts.Groups[0] with { Units = [unit with { Leaves = [unit.Leaves[0] with { Reason = reason, Name = reason[..600] }] }] }] };
        using var report = OpenWord(facts);
        using var book = OpenExcel(facts);

        Assert.EndsWith($"|{reason}", TablesOf(report)[4][^1], StringComparison.Ordinal);
        Assert.Contains(reason, SheetsOf(book)[2].Rows[^1]);
        Assert.Empty(Errors(report));
    }

    [Fact]
    public void Word_and_Excel_find_nothing_to_repair()
    {
        using var report = OpenWord(Facts);
        using var book = OpenExcel(Facts);

        Assert.Empty(Errors(report));
        Assert.Empty(Errors(book));
    }

    [Fact]
    public void The_same_facts_give_the_same_bytes()
    {
        Assert.Equal(Bytes(new AppraisalReport(Facts, _letterhead).ToDocument().Write), Bytes(new AppraisalReport(Facts, _letterhead).ToDocument().Write));
        Assert.Equal(Bytes(new AppraisalReport(Facts, _letterhead).ToWorkbook().Write), Bytes(new AppraisalReport(Facts, _letterhead).ToWorkbook().Write));
    }

    internal static byte[] Bytes(Action<Stream> write)
    {
        using var file = new MemoryStream();
        write(file);
        return file.ToArray();
    }

    internal static IEnumerable<string> Errors(OpenXmlPackage package) =>
        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(package, TestContext.Current.CancellationToken).Select(error => $"{error.Path?.XPath}: {error.Description}");

    private static ReportedLeaf Leaf(string code, string field, decimal max, decimal? self, decimal? points, string? reason = null) =>
        new(code, $"Tiêu chí {code}", field, LeafKind.Ordinary, max, self, SelfApplicable: true, points, Applicable: true, reason, "Nguyễn Văn An", 2);

    private static WordprocessingDocument OpenWord(AppraisalReportFacts facts) =>
        WordprocessingDocument.Open(new MemoryStream(Bytes(new AppraisalReport(facts, _letterhead).ToDocument().Write)), isEditable: false);

    private static SpreadsheetDocument OpenExcel(AppraisalReportFacts facts) =>
        SpreadsheetDocument.Open(new MemoryStream(Bytes(new AppraisalReport(facts, _letterhead).ToWorkbook().Write)), isEditable: false);

    private static List<List<string>> TablesOf(WordprocessingDocument report) =>
    [
        .. report.MainDocumentPart!.Document!.Body!.Elements<W.Table>().Select(table => table.Elements<W.TableRow>()
            .Select(row => string.Join('|', row.Elements<W.TableCell>().Select(cell => string.Join('\n', cell.Elements<W.Paragraph>().Select(line => line.InnerText))))).ToList()),
    ];

    private static List<(string Name, List<string[]> Rows)> SheetsOf(SpreadsheetDocument book) =>
    [
        .. book.WorkbookPart!.Workbook!.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Select(sheet => (sheet.Name!.Value!,
            ((WorksheetPart)book.WorkbookPart.GetPartById(sheet.Id!.Value!)).Worksheet!.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>()
                .Select(row => row.Elements<DocumentFormat.OpenXml.Spreadsheet.Cell>().Select(cell => cell.InnerText).ToArray()).ToList())),
    ];

    /// <summary>Numbers are kept with the decimals they were computed with.</summary>
    private static string Trimmed(string cell) =>
        cell.Contains('.', StringComparison.Ordinal) && decimal.TryParse(cell, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? cell.TrimEnd('0').TrimEnd('.')
            : cell;
}
