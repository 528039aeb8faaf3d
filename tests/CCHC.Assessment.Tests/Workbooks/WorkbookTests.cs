using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Assessment.Data;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Scoring;
using CCHC.Testing;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CCHC.Assessment.Tests.Workbooks;

/// <summary>The sheet as Excel: downloaded, filled in, previewed, applied.</summary>
public sealed class WorkbookTests(ServiceHost<AssessmentDbContext> assessment) : IClassFixture<ServiceHost<AssessmentDbContext>>
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_of_criterion_is_filled_in_by_Excel_and_the_server_computes_the_points()
    {
        var sheet = await OpenAsync();
        using var workbook = await DownloadAsync(sheet);
        workbook
            .Type("1.1", "Có/Không", "x")
            .Type("1.2", "Mức đạt được", "Khá, có sáng tạo")
            .Number("1.3", "Số lượng (sáng kiến)", "3")
            .Number("1.4", "Báo cáo trễ (số lần)", "2").Type("1.4", "Báo cáo sai (số lần)", "1")
            .Type("1.5", "Tử số", "85,5").Number("1.5", "Mẫu số", "100")
            .Type("1.6", "Tử số", "97.0").Type("1.6", "Mẫu số", "100")
            .Number("1.7", "Tử số", "0.28999999999999998").Number("1.7", "Mẫu số", "1")
            .Number("1.8", "Năm nay", "1.1E+3").Type("1.8", "Năm trước", "1000")
            .Type("1.9", "Điểm đề nghị", "0,75")
            .Type("1.10", "Không phát sinh (x)", "X").Type("1.10", "Giải trình", "Trong năm không có hồ sơ").Type("1.10", "Số, ký hiệu văn bản", "12/BC-SNV")
            .Type("2.1", "Điểm thưởng đề nghị", "1")
            .Type("2.2", "Điểm trừ", "0,5");

        var preview = await PreviewAsync(sheet, workbook.Save());

        Assert.Empty(preview.GetProperty("ignored").EnumerateArray());
        Assert.Equal(0, preview.GetProperty("unchanged").GetInt32());
        // 1.2: 75 % of 2. 1.3: 3 × 0.5. 1.4: 2 − 2 × 0.25 − 0.5. 1.5: 2 × 85.5 %. 1.6: 5 × (97 − 95) / 5. 1.7: 2 × 29 % / 80 %. 1.8: 110 % of last year.
        (string Code, decimal? Points)[] expected =
        [
            ("1.1", 1m), ("1.2", 1.5m), ("1.3", 1.5m), ("1.4", 1m), ("1.5", 1.71m), ("1.6", 2m), ("1.7", 0.725m), ("1.8", 1m), ("1.9", 0.75m), ("1.10", null), ("2.1", 1m), ("2.2", 0.5m),
        ];
        Assert.Equal(expected, Changes(preview).Select(change => (Code(change), PointsAfter(change))));
        Assert.All(Changes(preview), change => Assert.Equal(JsonValueKind.Null, change.GetProperty("problem").ValueKind));
        Assert.Equal([("Tử số", null, "85,5"), ("Mẫu số", null, "100")], Lines(Change(preview, "1.5")));
        Assert.All(await EntriesAsync(sheet), entry => Assert.Equal(EvaluationStatus.Missing, entry.Status)); // nothing is stored yet

        var saved = await ApplyAsync(sheet, Changes(preview));

        // 1 + 1.5 + 1.5 + 1 + 1.71 + 2 + 0.725 + 1 + 0.75 of the ordinary leaves, 1 bonus, 0.5 penalty.
        Assert.Equal(11.185m + 1m - 0.5m, saved.GetProperty("selfPoints").GetDecimal());
        var entries = (await EntriesAsync(sheet)).ToDictionary(entry => entry.LeafCode, StringComparer.Ordinal);
        Assert.Equal(expected.Select(x => (x.Code, x.Points ?? 0)), expected.Select(x => (x.Code, entries[x.Code].Points)));
        Assert.Equal(0.29m, entries["1.7"].Data.Numerator);
        Assert.Equal((EvaluationStatus.NotApplicable, "Trong năm không có hồ sơ", "12/BC-SNV"), (entries["1.10"].Status, entries["1.10"].Explanation, entries["1.10"].Evidence));

        // Downloaded again and brought back as it is, it changes nothing.
        using var again = await DownloadAsync(sheet);
        Assert.Equal("85.5", again.Read("1.5", "Tử số", "F"));
        Assert.Equal("1.71", again.Read("1.5", "Tử số", "G"));
        Assert.Equal("Khá, có sáng tạo", again.Read("1.2", "Mức đạt được", "F"));
        var unchanged = await PreviewAsync(sheet, again.Save());
        Assert.Equal((0, 0, 12), (Changes(unchanged).Count, unchanged.GetProperty("ignored").GetArrayLength(), unchanged.GetProperty("unchanged").GetInt32()));
    }

    [Fact]
    public async Task Only_the_values_can_be_typed_and_the_file_explains_itself()
    {
        var sheet = await OpenAsync();
        using var workbook = await DownloadAsync(sheet);

        Assert.Equal(["Phiếu", "Hướng dẫn"], workbook.PageNames);
        Assert.Equal(["Mã", "Tên tiêu chí", "Điểm tối đa", "Cách chấm", "Nội dung nhập", "Giá trị", "Điểm máy chủ tính"], new[] { "A", "B", "C", "D", "E", "F", "G" }.Select(column => HeaderOf(workbook, column)));
        Assert.Contains("Đơn vị: Sở Nội vụ (SNV)", workbook.Column("A"));
        Assert.Contains("Vòng 1/2", workbook.Column("A"));
        Assert.True(workbook.Page.GetFirstChild<SheetProtection>()!.Sheet!.Value);
        Assert.Null(workbook.Page.GetFirstChild<SheetProtection>()!.Password);
        Assert.Equal((true, false, false), (workbook.IsOpen("1.6", "Tử số", "F"), workbook.IsOpen("1.6", "Tử số", "E"), workbook.IsOpen("1.6", "Tử số", "G")));
        Assert.False(workbook.IsOpen("3.1", "(không nhập)", "F"));
        Assert.True(workbook.Page.GetFirstChild<Columns>()!.Elements<Column>().Last().Hidden!.Value);
        var lists = workbook.Page.GetFirstChild<DataValidations>()!.Elements<DataValidation>().ToDictionary(x => x.SequenceOfReferences!.InnerText!, StringComparer.Ordinal);
        Assert.Equal("'Danh mục'!$A$1:$A$2", lists[workbook.Cell("1.2", "Mức đạt được")].Formula1!.Text);
        Assert.Equal(DataValidationValues.Decimal, lists[workbook.Cell("1.6", "Tử số")].Type!.Value);
        using var reopened = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(new MemoryStream(await FileAsync(sheet)), isEditable: false);
        Assert.Empty(new OpenXmlValidator().Validate(reopened, Cancelled).Select(error => $"{error.Path?.XPath}: {error.Description}"));
    }

    [Fact]
    public async Task Formulas_are_not_taken_whatever_they_show_and_are_listed_with_their_cells()
    {
        var sheet = await OpenAsync();
        using var workbook = await DownloadAsync(sheet);
        workbook.Formula("1.6", "Tử số", "50+47", "97").Number("1.6", "Mẫu số", "100")
            .Formula("1.5", "Tử số", "{1;2}", "1", area: workbook.Cell("1.5", "Tử số") + ":" + workbook.Cell("1.5", "Mẫu số")).Number("1.5", "Mẫu số", "2")
            .Formula("1.1", "Có/Không", "1=1", "1", column: "G");
        string[] cells = [workbook.Cell("1.1", "Có/Không", "G"), workbook.Cell("1.5", "Tử số"), workbook.Cell("1.5", "Mẫu số"), workbook.Cell("1.6", "Tử số")];

        var preview = await PreviewAsync(sheet, workbook.Save());

        Assert.Equal(cells, Ignored(preview).Select(x => x.Cell));
        Assert.All(Ignored(preview), x => Assert.Contains("công thức", x.Why, StringComparison.Ordinal));
        var change = Assert.Single(Changes(preview));
        Assert.Equal([("Mẫu số", null, "100")], Lines(change));
        Assert.Equal(JsonValueKind.Null, change.GetProperty("data").GetProperty("numerator").ValueKind);
        Assert.Equal("Chưa nhập tử số.", change.GetProperty("note").GetString());
    }

    [Fact]
    public async Task Points_typed_in_Excel_or_sent_along_never_reach_the_database()
    {
        var sheet = await OpenAsync();
        using var workbook = await DownloadAsync(sheet);
        workbook.Number("1.6", "Tử số", "96").Number("1.6", "Mẫu số", "100").Number("1.6", "Tử số", "4.75", column: "G");
        var preview = await PreviewAsync(sheet, workbook.Save());

        var (cell, why) = Assert.Single(Ignored(preview));
        Assert.StartsWith("G", cell, StringComparison.Ordinal);
        Assert.Equal("Điểm “4,75” ghi tay không được nhận; điểm do máy chủ tính.", why);
        await ApplyAsync(sheet, Changes(preview));

        using (var one = Json("""{"data":{"yes":true,"points":4.75},"points":4.75,"explanation":null,"evidence":null}"""))
        using (var response = await sheet.Officer.PutAsync(sheet.Path("/entries/1.1"), one, Cancelled))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var version = await VersionAsync(sheet, "1.5");
        using (var many = Json($$$"""{"entries":[{"leafCode":"1.5","version":{{{version}}},"points":4.75,"data":{"numerator":85.5,"denominator":100,"points":4.75}}]}"""))
        using (var response = await sheet.Officer.PutAsync(sheet.Path("/entries"), many, Cancelled))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal([("1.1", 1m), ("1.5", 1.71m), ("1.6", 1m)], (await EntriesAsync(sheet)).Where(x => x.Points > 0).OrderBy(x => x.LeafCode, StringComparer.Ordinal).Select(x => (x.LeafCode, x.Points)));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM leaf_entry x WHERE x::text LIKE '%4.75%'"));
    }

    [Fact]
    public async Task Rows_that_were_sorted_or_deleted_keep_their_values_on_the_right_criterion()
    {
        var sheet = await OpenAsync();
        await EnterAsync(sheet, "1.1", new LeafData { Yes = true });
        using var workbook = await DownloadAsync(sheet);
        workbook.Number("1.6", "Tử số", "97").Number("1.6", "Mẫu số", "100").Number("1.8", "Năm nay", "110").Number("1.8", "Năm trước", "100")
            .Remove("1.1", "Có/Không").Remove("1.7", "Tử số").TurnOver();

        var preview = await PreviewAsync(sheet, workbook.Save());

        Assert.Empty(Ignored(preview));
        Assert.Equal([("1.6", 2m), ("1.8", 1m)], Changes(preview).Select(change => (Code(change), PointsAfter(change))));
        Assert.Equal(10, preview.GetProperty("unchanged").GetInt32());
    }

    [Fact]
    public async Task What_cannot_be_read_or_is_not_the_units_is_listed_with_the_reason()
    {
        var other = Guid.NewGuid();
        var sheet = await OpenAsync(new LeafResponsibility { LeafCode = "1.9", UnitId = other, UnitCode = "STC", UnitName = "Sở Tài chính" });
        using var workbook = await DownloadAsync(sheet);
        workbook.Type("1.1", "Có/Không", "có lẽ").Type("1.3", "Số lượng (sáng kiến)", "ba").Type("1.5", "Tử số", "1.234").Day("1.6", "Tử số", "46361")
            .Type("1.2", "Mức đạt được", "Xuất sắc").Type("1.9", "Điểm đề nghị", "1").Type("3.1", "(không nhập)", "90").Type("3.2", "(không nhập)", "91")
            .Append("9.9", "Tử số", "1").Append("1.6", "Mẫu số", "100").ChangeCode("1.8", "Năm nay", "1.7").Number("1.8", "Năm trước", "100");
        string Cell(string code, string label) => workbook.Cell(code, label);
        (string, string)[] expected =
        [
            (Cell("1.1", "Có/Không"), "“có lẽ” không phải Có hay Không."), (Cell("1.2", "Mức đạt được"), "Không có mức “Xuất sắc”."),
            (Cell("1.3", "Số lượng (sáng kiến)"), "“ba” không phải là số."), (Cell("1.5", "Tử số"), "Ghi 1234 hoặc 1,234."), (Cell("1.6", "Tử số"), "ngày tháng"),
            (Cell("1.7", "Năm nay").Replace('F', 'A'), "không khớp với dòng đã tải"), (Cell("1.9", "Điểm đề nghị"), "do đơn vị khác phụ trách"),
            (Cell("3.1", "(không nhập)"), "điều tra xã hội học"), (Cell("3.2", "(không nhập)"), "chỉ số bên ngoài"),
            (Cell("9.9", "Tử số"), "Phiếu không có tiêu chí “9.9”."), ($"F{workbook.Column("A").Count}", "nhập vào dòng có sẵn của 1.6"),
        ];

        var preview = await PreviewAsync(sheet, workbook.Save());

        var ignored = Ignored(preview);
        Assert.Equal(expected.Select(x => x.Item1), ignored.Select(x => x.Cell));
        Assert.All(expected.Zip(ignored), x => Assert.Contains(x.First.Item2, x.Second.Why, StringComparison.Ordinal));
        Assert.Equal("1.8", Code(Assert.Single(Changes(preview))));
    }

    [Fact]
    public async Task An_emptied_cell_is_cleared_and_one_left_alone_keeps_what_others_entered_meanwhile()
    {
        var sheet = await OpenAsync();
        await EnterAsync(sheet, "1.6", new LeafData { Numerator = 97, Denominator = 100 }, "Theo báo cáo năm");
        await EnterAsync(sheet, "1.5", new LeafData { Numerator = 90, Denominator = 100 });
        using var workbook = await DownloadAsync(sheet);
        await EnterAsync(sheet, "1.5", new LeafData { Numerator = 95, Denominator = 100 });

        var preview = await PreviewAsync(sheet, workbook.Clear("1.6", "Tử số").Clear("1.6", "Giải trình").Save());

        var change = Assert.Single(Changes(preview));
        Assert.Equal([("Tử số", "97", null), ("Giải trình", "Theo báo cáo năm", null)], Lines(change));
        Assert.Equal((2m, null), (change.GetProperty("pointsBefore").GetDecimal(), PointsAfter(change)));
        await ApplyAsync(sheet, [change]);
        var entry = (await EntriesAsync(sheet)).Single(x => x.LeafCode == "1.6");
        Assert.Equal((null, 100m, null), (entry.Data.Numerator, entry.Data.Denominator, entry.Explanation));
        Assert.Equal(95m, (await EntriesAsync(sheet)).Single(x => x.LeafCode == "1.5").Data.Numerator);
    }

    [Fact]
    public async Task Data_that_the_rule_refuses_are_shown_with_the_reason_and_one_of_them_stops_the_whole_application()
    {
        var sheet = await OpenAsync();
        using var workbook = await DownloadAsync(sheet);
        workbook.Type("1.1", "Có/Không", "có").Number("1.6", "Tử số", "-5").Number("1.6", "Mẫu số", "100");

        var preview = await PreviewAsync(sheet, workbook.Save());

        Assert.Equal("Tiêu chí 1.6: Tử số không được âm.", Change(preview, "1.6").GetProperty("problem").GetString());
        using var response = await PutAsync(sheet, Changes(preview));
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.All(await EntriesAsync(sheet), entry => Assert.Equal(EvaluationStatus.Missing, entry.Status));
    }

    [Fact]
    public async Task A_criterion_changed_since_the_preview_stops_the_whole_application_and_is_named()
    {
        var sheet = await OpenAsync();
        using var workbook = await DownloadAsync(sheet);
        var preview = await PreviewAsync(sheet, workbook.Type("1.1", "Có/Không", "có").Number("1.6", "Tử số", "97").Number("1.6", "Mẫu số", "100").Save());
        await EnterAsync(sheet, "1.6", new LeafData { Numerator = 96, Denominator = 100 });

        using var response = await PutAsync(sheet, Changes(preview));

        Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Contains("Tiêu chí 1.6 vừa được người khác sửa", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal([("1.6", 1m)], (await EntriesAsync(sheet)).Where(x => x.EnteredAt is not null).Select(x => (x.LeafCode, x.Points)));
    }

    [Fact]
    public async Task The_workbook_of_another_unit_or_campaign_is_refused()
    {
        var (sheet, other) = (await OpenAsync(), await OpenAsync());
        using var workbook = await DownloadAsync(other);

        using var response = await PostAsync(sheet.Officer, sheet, workbook.Type("1.1", "Có/Không", "có").Save());

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("workbook.of-another-sheet", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Who_has_no_part_in_the_sheet_neither_downloads_nor_uploads_it()
    {
        var sheet = await OpenAsync();
        var file = await FileAsync(sheet);
        var entries = new { entries = new[] { new { leafCode = "1.1", version = await VersionAsync(sheet, "1.1"), data = new { yes = true } } } };

        foreach (var (role, unit, read, write) in new[]
        {
            (Roles.UnitOfficer, (Guid?)Guid.NewGuid(), HttpStatusCode.NotFound, HttpStatusCode.NotFound),
            (Roles.Appraiser, null, HttpStatusCode.NotFound, HttpStatusCode.Forbidden),
            (Roles.HomeAffairs, null, HttpStatusCode.OK, HttpStatusCode.Forbidden),
        })
        {
            using var client = assessment.Client(role, unit);
            using var download = await client.GetAsync(sheet.Path("/workbook"), Cancelled);
            using var upload = await PostAsync(client, sheet, file);
            using var apply = await client.PutAsJsonAsync(sheet.Path("/entries"), entries, Cancelled);
            Assert.Equal((role, read, write, write), (role, download.StatusCode, upload.StatusCode, apply.StatusCode));
        }

        Assert.All(await EntriesAsync(sheet), entry => Assert.Null(entry.EnteredAt));
    }

    [Fact]
    public async Task A_submitted_sheet_can_still_be_read_in_Excel_but_takes_nothing_back()
    {
        var year = new SmallYear();
        await assessment.Deliver(year.Phase(CampaignPhase.SelfAssessment, round: 1, revision: 1));
        var sheet = await OfAsync(year);
        await EnterAsync(sheet, "1.1", new LeafData { Numerator = 97, Denominator = 100 }, "Có báo cáo");
        await EnterAsync(sheet, "1.2", new LeafData { Yes = true }, "Có báo cáo");
        await EnterAsync(sheet, "2.1", new LeafData { Violations = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["tre"] = 0 } }, "Có báo cáo");
        await EnterAsync(sheet, "2.2", new LeafData { Numerator = 8, Denominator = 10 }, "Có báo cáo");
        using var head = assessment.Client(Roles.UnitHead, year.UnitId);
        using (var submitted = await head.PostAsync(sheet.Path("/submission"), null, Cancelled))
        {
            Assert.Equal(HttpStatusCode.OK, submitted.StatusCode);
        }

        using var workbook = await DownloadAsync(sheet);
        var file = workbook.Type("1.2", "Có/Không", "không").Save();
        using var preview = await PostAsync(sheet.Officer, sheet, file);
        using var apply = await sheet.Officer.PutAsJsonAsync(
            sheet.Path("/entries"), new { entries = new[] { new { leafCode = "1.2", version = await VersionAsync(sheet, "1.2"), data = new { yes = false } } } }, Cancelled);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (preview.StatusCode, apply.StatusCode));
        Assert.True((await EntriesAsync(sheet)).Single(x => x.LeafCode == "1.2").Data.Yes);
    }

    [Fact]
    public async Task A_file_that_is_no_workbook_of_the_system_is_refused_in_words()
    {
        var sheet = await OpenAsync();
        var good = await FileAsync(sheet);

        foreach (var (file, message) in new (byte[], string)[]
        {
            ([], "Tệp rỗng"),
            (Encoding.UTF8.GetBytes("<html>Phiếu</html>"), "không phải tệp Excel"),
            (good[..(good.Length / 2)], "không phải tệp Excel"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]], "đặt mật khẩu"),
            (Bomb(good), "giải nén ra quá lớn"),
            (new byte[(10 * 1024 * 1024) + 1], "lớn hơn 10 MB"),
            (WithoutKeys(good), "không phải phiếu tải từ hệ thống"),
        })
        {
            using var response = await PostAsync(sheet.Officer, sheet, file);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains(message, (await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Text_of_others_cannot_become_a_formula_or_damage_the_file()
    {
        var sheet = await OpenAsync();
        const string Odd = "=HYPERLINK(\"http://x\")\r\n<b>&_x000D_ \u0001 dòng hai";
        await EnterAsync(sheet, "1.1", new LeafData { Yes = true }, Odd);
        using var workbook = await DownloadAsync(sheet);

        Assert.Empty(workbook.Page.Descendants<CellFormula>());
        var preview = await PreviewAsync(sheet, workbook.Type("1.1", "Có/Không", "không").Save());

        Assert.Equal([("Có/Không", "Có", "Không")], Lines(Assert.Single(Changes(preview))));
        Assert.Equal(Odd, Assert.Single(Changes(preview)).GetProperty("explanation").GetString());
    }

    private static byte[] Bomb(byte[] good)
    {
        using var file = new MemoryStream();
        file.Write(good);
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("xl/worksheets/sheet9.xml").Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 300; i++)
            {
                entry.Write(zeros);
            }
        }

        return file.ToArray();
    }

    private static byte[] WithoutKeys(byte[] good)
    {
        using var workbook = new FilledWorkbook(good);
        foreach (var row in workbook.Page.GetFirstChild<SheetData>()!.Elements<Row>())
        {
            row.Elements<Cell>().Where(cell => cell.CellReference!.Value![0] == 'H').ToList().ForEach(cell => cell.Remove());
        }

        return workbook.Save();
    }

    private async Task<OpenSheet> OpenAsync(params LeafResponsibility[] responsibilities)
    {
        var year = new SmallYear();
        var phase = year.Phase(CampaignPhase.SelfAssessment, round: 1, revision: 1);
        await assessment.Deliver(phase with
        {
            Groups = [phase.Groups[0] with { Responsibilities = responsibilities, CriteriaSet = phase.Groups[0].CriteriaSet with { Nodes = EveryKind() } }],
        });
        return await OfAsync(year);
    }

    private static IReadOnlyList<CriterionSnapshot> EveryKind() =>
    [
        Node("1", null, 19),
        Leaf("1.1", 1, new YesNoRule()),
        Leaf("1.2", 2, new ChoiceRule([new ChoiceLevel("tot", "Tốt", null, 100), new ChoiceLevel("kha", "Khá, có sáng tạo", null, 75)])),
        Leaf("1.3", 2, new CountRule(0.5m, "sáng kiến")),
        Leaf("1.4", 2, new DeductionRule([new DeductionKind("tre", "Báo cáo trễ", 0.25m), new DeductionKind("sai", "Báo cáo sai", 0.5m)])),
        Leaf("1.5", 2, new RatioBandsRule([new RatioBand(100, true, BandValue.Max), new RatioBand(80, true, BandValue.Linear)])),
        Leaf("1.6", 5, new InterpolationRule(95, 100)),
        Leaf("1.7", 2, new CappedProportionalRule(80)),
        Leaf("1.8", 1, new YearOnYearRule([new RatioBand(100, true, BandValue.Max)])),
        Leaf("1.9", 1, new ManualRule(0.25m)),
        Leaf("1.10", 1, new CappedProportionalRule(100), notApplicable: true),
        Node("2", null, 5),
        Leaf("2.1", 2, new BonusRule(), kind: LeafKind.Bonus),
        Leaf("2.2", 3, new PenaltyRule(), kind: LeafKind.Penalty),
        Node("3", null, 5),
        Leaf("3.1", 3, new SurveyRule(), PointSource.Survey),
        Leaf("3.2", 2, new ExternalIndexRule(), PointSource.External),
    ];

    private static CriterionSnapshot Node(string code, string? parent, decimal max) =>
        new() { Code = code, ParentCode = parent, Name = "Lĩnh vực " + code, Depth = 0, MaxPoints = max };

    private static CriterionSnapshot Leaf(
        string code, decimal max, ScoringRule rule, PointSource source = PointSource.Appraised, bool notApplicable = false, LeafKind kind = LeafKind.Ordinary) => new()
        {
            Code = code,
            ParentCode = code.Split('.')[0],
            Name = "Tiêu chí " + code,
            Depth = 1,
            MaxPoints = max,
            Leaf = new LeafDefinition { Kind = kind, Source = source, Rule = rule, FieldCode = code.Split('.')[0], EvidenceRequired = false, NotApplicableAllowed = notApplicable },
        };

    private async Task<OpenSheet> OfAsync(SmallYear year)
    {
        var officer = assessment.Client(Roles.UnitOfficer, year.UnitId);
        var list = await officer.GetFromJsonAsync<JsonElement>($"/api/assessment/self-assessments?campaignId={year.CampaignId}", Cancelled);
        return new OpenSheet(Assert.Single(list.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid(), officer);
    }

    private static async Task<byte[]> FileAsync(OpenSheet sheet)
    {
        using var response = await sheet.Officer.GetAsync(sheet.Path("/workbook"), Cancelled);
        Assert.Equal((HttpStatusCode.OK, Xlsx), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return await response.Content.ReadAsByteArrayAsync(Cancelled);
    }

    private static async Task<FilledWorkbook> DownloadAsync(OpenSheet sheet) => new(await FileAsync(sheet));

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, OpenSheet sheet, byte[] file)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(Xlsx);
        return await client.PostAsync(sheet.Path("/workbook"), content, Cancelled);
    }

    private static async Task<JsonElement> PreviewAsync(OpenSheet sheet, byte[] file)
    {
        using var response = await PostAsync(sheet.Officer, sheet, file);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancelled));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }

    private static Task<HttpResponseMessage> PutAsync(OpenSheet sheet, IReadOnlyList<JsonElement> changes) =>
        sheet.Officer.PutAsJsonAsync(sheet.Path("/entries"), new { entries = changes }, Cancelled);

    private static async Task<JsonElement> ApplyAsync(OpenSheet sheet, IReadOnlyList<JsonElement> changes)
    {
        using var response = await PutAsync(sheet, changes);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancelled));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
    }

    private static async Task EnterAsync(OpenSheet sheet, string code, LeafData data, string? explanation = null)
    {
        using var response = await sheet.Officer.PutAsJsonAsync(sheet.Path($"/entries/{code}"), new { data, explanation }, ScoringJson.Options, Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private Task<List<CCHC.Assessment.SelfAssessments.LeafEntry>> EntriesAsync(OpenSheet sheet) =>
        assessment.Read(async db => (await db.SelfAssessments.AsNoTracking().Include(x => x.Entries).SingleAsync(x => x.Id == sheet.Id)).Entries.ToList());

    private async Task<uint> VersionAsync(OpenSheet sheet, string code) => (await EntriesAsync(sheet)).Single(entry => entry.LeafCode == code).Version;

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(assessment.ConnectionString);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Cancelled))!;
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static string HeaderOf(FilledWorkbook workbook, string column) =>
        workbook.Page.GetFirstChild<SheetData>()!.Elements<Row>().Single(row => row.RowIndex! == 8).Elements<Cell>().Single(cell => cell.CellReference! == column + "8").InnerText;

    private static List<JsonElement> Changes(JsonElement preview) => [.. preview.GetProperty("changes").EnumerateArray()];

    private static JsonElement Change(JsonElement preview, string code) => Changes(preview).Single(change => Code(change) == code);

    private static string Code(JsonElement change) => change.GetProperty("leafCode").GetString()!;

    private static decimal? PointsAfter(JsonElement change) => change.GetProperty("pointsAfter") is { ValueKind: JsonValueKind.Number } points ? points.GetDecimal() : null;

    private static IEnumerable<(string, string?, string?)> Lines(JsonElement change) => change.GetProperty("lines").EnumerateArray()
        .Select(line => (line.GetProperty("label").GetString()!, line.GetProperty("before").GetString(), line.GetProperty("after").GetString()));

    private static List<(string Cell, string Why)> Ignored(JsonElement preview) =>
        [.. preview.GetProperty("ignored").EnumerateArray().Select(x => (x.GetProperty("cell").GetString()!, x.GetProperty("why").GetString()!))];

    private sealed record OpenSheet(Guid Id, HttpClient Officer)
    {
        public string Path(string rest) => $"/api/assessment/self-assessments/{Id}{rest}";
    }
}
