using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CCHC.Annexes;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Annexes;
using CCHC.Criteria.Data;
using CCHC.Testing;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Tests;

public sealed class AnnexTests(ServiceHost<CriteriaDbContext> criteria) : IClassFixture<ServiceHost<CriteriaDbContext>>
{
    private static readonly string[] Identities = ["id", "parentId", "afterId", "position", "frameworkNodeId"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_set_of_44_rows_exported_and_imported_again_is_the_same_set()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var csv = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Data", "criteria-xa.csv"), Cancelled);
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var created = await homeAffairs.PostAsync("/api/criteria/sets?code=annex-44&name=Bộ+tiêu+chí+cấp+xã&year=2026", content, Cancelled);
        var original = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetGuid();

        using var export = await homeAffairs.GetAsync($"/api/criteria/sets/{original}/export", Cancelled);
        Assert.Equal(AnnexEndpoints.Xlsx, export.Content.Headers.ContentType?.MediaType);
        var xlsx = await export.Content.ReadAsByteArrayAsync(Cancelled);
        if (Environment.GetEnvironmentVariable("CCHC_KEEP_ANNEX") is { } kept)
        {
            await File.WriteAllBytesAsync(kept, xlsx, Cancelled);
        }

        var (status, body) = await ImportAsync(homeAffairs, xlsx, "?code=annex-44b&year=2026");
        Assert.True(status == HttpStatusCode.Created, body.ToString());
        Assert.Equal("Bộ tiêu chí cấp xã", body.GetProperty("name").GetString());
        Assert.Empty(body.GetProperty("doubts").EnumerateArray());
        Assert.Equal(100m, body.GetProperty("total").GetDecimal());

        var before = await NodesAsync(homeAffairs, original);
        var after = await NodesAsync(homeAffairs, body.GetProperty("id").GetGuid());
        Assert.Equal(44, before.Count);
        Assert.Equal(before, after);
    }

    [Fact]
    public async Task A_set_exported_without_the_hidden_column_still_comes_back_with_its_rules()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var csv = "ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n1,LV,Chỉ đạo,5,,SUM,\n1.1,TC,Kế hoạch,2,TD,YESNO,\n1.2,TC,Báo cáo,3,TD,DEDUCT,mỗi báo cáo trễ hạn -0.25\n";
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var created = await homeAffairs.PostAsync("/api/criteria/sets?code=annex-plain&name=Bộ+tiêu+chí&year=2026", content, Cancelled);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetGuid();

        var xlsx = Edit(await homeAffairs.GetByteArrayAsync($"/api/criteria/sets/{id}/export", Cancelled), cell => cell.CellReference!.Value!.StartsWith('F') ? "" : null);
        var (_, body) = await ImportAsync(homeAffairs, xlsx, "?preview=true");

        Assert.Empty(body.GetProperty("doubts").EnumerateArray());
        var nodes = body.GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(["", "yes-no", "deduction"], nodes.Select(KindOf));
        Assert.All(nodes, node => Assert.False(node.GetProperty("ruleProposed").GetBoolean()));
    }

    [Fact]
    public async Task What_an_officer_changes_in_the_exported_sheet_wins_over_what_was_exported()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var csv = "ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so\n1,LV,Chỉ đạo,5,,SUM,\n1.1,TC,Kế hoạch,2,TD,YESNO,\n1.2,TC,Báo cáo,3,TD,DEDUCT,mỗi báo cáo trễ hạn -0.25\n";
        using var content = new StringContent(csv, Encoding.UTF8, "text/csv");
        using var created = await homeAffairs.PostAsync("/api/criteria/sets?code=annex-edit&name=Bộ+tiêu+chí&year=2026", content, Cancelled);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("id").GetGuid();

        var xlsx = Edit(await homeAffairs.GetByteArrayAsync($"/api/criteria/sets/{id}/export", Cancelled), cell => cell.CellReference!.Value switch
        {
            "B6" => "Kế hoạch năm",
            "D6" => "Từ 90% trở lên: 2 điểm; dưới 90%: 0 điểm",
            _ => null,
        });
        var (_, body) = await ImportAsync(homeAffairs, xlsx, "?preview=true");

        var plan = body.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("code").GetString() == "1.1");
        Assert.Equal("Kế hoạch năm", plan.GetProperty("name").GetString());
        Assert.Equal("ratio-bands", KindOf(plan));
        Assert.True(plan.GetProperty("ruleProposed").GetBoolean());
    }

    [Fact]
    public async Task A_messy_annex_is_read_with_exactly_its_two_doubtful_cells()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var before = await criteria.Read(db => db.CriteriaSets.CountAsync(Cancelled));

        var (status, body) = await ImportAsync(homeAffairs, Messy(), "?preview=true");

        Assert.True(status == HttpStatusCode.OK, body.ToString());
        var doubts = body.GetProperty("doubts").EnumerateArray()
            .Select(doubt => (doubt.GetProperty("row").GetInt32(), doubt.GetProperty("column").GetString(), doubt.GetProperty("text").GetString(), doubt.GetProperty("assumed").GetString()));
        Assert.Equal(
            [
                (11, "D", "hai điểm", "Điểm tối đa không phải là số; tạm lấy 2 điểm, là phần còn lại của mục 1.1."),
                (17, "E", "Theo hướng dẫn riêng của Sở Tư pháp", "Chưa hiểu cách tính điểm nên chưa đề xuất quy tắc; giữ nguyên văn trong phần hướng dẫn."),
            ],
            doubts);

        Assert.Equal("BỘ TIÊU CHÍ ĐÁNH GIÁ CẢI CÁCH HÀNH CHÍNH CẤP XÃ", body.GetProperty("name").GetString());
        Assert.Equal(
            ["1 14,5", "1.1 3,5", "1.1.1 1,5", "1.1.2 2", "1.2 11", "2 9", "2.1 3", "2.2 6", "DT 3"],
            body.GetProperty("nodes").EnumerateArray().Select(node => $"{node.GetProperty("code").GetString()} {node.GetProperty("maxPoints").GetDecimal().ToString("0.###", new System.Globalization.CultureInfo("vi-VN"))}"));
        Assert.Equal(
            ["", "", "yes-no", "yes-no", "ratio-bands", "", "", "deduction", "bonus"],
            body.GetProperty("nodes").EnumerateArray().Select(KindOf));
        Assert.Equal(23.5m, body.GetProperty("total").GetDecimal());
        Assert.Contains(body.GetProperty("rows").EnumerateArray(), row => row.GetProperty("name").GetString() == "Tổng cộng" && row.GetProperty("skipped").GetBoolean());
        Assert.Equal(before, await criteria.Read(db => db.CriteriaSets.CountAsync(Cancelled)));
    }

    [Fact]
    public async Task The_officer_corrects_the_rows_of_the_preview_and_stores_the_draft()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var (_, preview) = await ImportAsync(homeAffairs, Messy(), "?preview=true");
        var rows = preview.GetProperty("rows").EnumerateArray().Select(row => row.Deserialize<AnnexRow>(JsonSerializerOptions.Web)!).Select(row => row.Row switch
        {
            11 => row with { MaxPoints = "2" },
            17 => row with { Method = "Có: 3 điểm; không: 0 điểm." },
            _ => row,
        });

        using var response = await homeAffairs.PostAsJsonAsync(
            "/api/criteria/sets/import/rows",
            new { code = "annex-corrected", name = "Bộ tiêu chí cấp xã", year = 2026, columns = preview.GetProperty("columns"), rows },
            Cancelled);

        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.True(response.StatusCode == HttpStatusCode.Created, body.ToString());
        Assert.Empty(body.GetProperty("doubts").EnumerateArray());
        Assert.Equal(6, body.GetProperty("leaves").GetInt32());
        Assert.Equal(23.5m, body.GetProperty("total").GetDecimal());
    }

    [Fact]
    public async Task One_hundred_rows_are_previewed_in_under_two_seconds()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var rows = new List<string?[]> { new[] { "STT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm", "Tài liệu kiểm chứng" } };
        for (var field = 1; field <= 10; field++)
        {
            rows.Add([$"{field}", $"Lĩnh vực {field}", "10", null, null]);
            rows.AddRange(Enumerable.Range(1, 9).Select(i => new[] { $"{field}.{i}", $"Tiêu chí {field}.{i}", i == 9 ? "2" : "1", "Từ 90% trở lên: 1 điểm; từ 70% đến dưới 90%: 0,5 điểm; dưới 70%: 0 điểm", "Báo cáo" }));
        }

        var file = Workbook(rows);
        var watch = Stopwatch.StartNew();
        var (status, body) = await ImportAsync(homeAffairs, file, "?preview=true");
        watch.Stop();

        TestContext.Current.TestOutputHelper?.WriteLine($"100 rows: {watch.ElapsedMilliseconds} ms");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(100, body.GetProperty("nodes").GetArrayLength());
        Assert.Empty(body.GetProperty("doubts").EnumerateArray());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task A_field_and_its_criteria_may_stand_in_columns_of_their_own()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var file = Workbook(
            [
                ["STT", "Điểm chuẩn", "Lĩnh vực", "Tiêu chí", "Ghi chú"],
                ["1", "2", "Chỉ đạo, điều hành", "Ban hành kế hoạch", "Có: 2 điểm; không: 0 điểm"],
                ["2", "3,5", null, "Tuyên truyền", "Mỗi hình thức: 0,5 điểm"],
                ["3", "4", "Cải cách thể chế", "Rà soát văn bản", "Tỷ lệ % x điểm tối đa"],
                ["Cộng", "9,5", null, null, null],
            ],
            "C2:C3");

        var (_, body) = await ImportAsync(homeAffairs, file, "?preview=true");

        Assert.Empty(body.GetProperty("doubts").EnumerateArray());
        Assert.Equal(
            ["1", "1.1", "1.2", "2", "2.3"],
            body.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("code").GetString()));
        Assert.Equal(9.5m, body.GetProperty("total").GetDecimal());
    }

    [Theory]
    [InlineData("not a workbook at all", "đây không phải tệp Excel")]
    [InlineData("STT,Tiêu chí,Điểm tối đa\n1,Kế hoạch,2\n", "đây không phải tệp Excel")]
    [InlineData("PK\u0003\u0004 torn", "Tệp hỏng")]
    [InlineData("", "Chưa có tệp")]
    public async Task A_file_that_is_no_workbook_is_refused_in_words(string text, string expected)
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);

        var (status, body) = await ImportAsync(homeAffairs, Encoding.UTF8.GetBytes(text), "?preview=true");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_a_password_and_a_fifth_level_are_refused_and_nothing_is_stored()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var before = await criteria.Read(db => db.CriteriaSets.CountAsync(Cancelled));
        var locked = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Data", "protected.xlsx"), Cancelled);
        var deep = Workbook(
            [
                ["STT", "Tiêu chí", "Điểm tối đa"], ["1", "Một", "1"], ["1.1", "Hai", "1"], ["1.1.1", "Ba", "1"], ["a)", "Bốn", "1"], ["-", "Năm", "1"],
            ]);

        var (first, password) = await ImportAsync(homeAffairs, locked, "?code=annex-locked&name=X&year=2026");
        var (second, tooDeep) = await ImportAsync(homeAffairs, deep, "?code=annex-deep&name=X&year=2026");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (first, second));
        Assert.Equal(
            "Tệp đang đặt mật khẩu nên không đọc được. Mở tệp bằng Excel, chọn Tệp → Thông tin → Bảo vệ sổ làm việc → Mã hóa bằng mật khẩu, xóa trống mật khẩu, lưu dạng .xlsx rồi tải lên.",
            password.GetProperty("errors").GetProperty("file")[0].GetString());
        Assert.Equal(
            "Bộ tiêu chí có nhiều nhất 4 cấp, bảng này có dòng ở cấp 5: dòng 6 (“- Năm”). Gộp vào tiêu chí đứng trên hoặc đưa lên cấp trên rồi tải lại.",
            tooDeep.GetProperty("detail").GetString());
        Assert.Equal(before, await criteria.Read(db => db.CriteriaSets.CountAsync(Cancelled)));
    }

    [Fact]
    public async Task An_old_xls_file_becomes_a_draft_as_it_is()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        var xls = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Data", "annex.xls"), Cancelled);

        var (status, body) = await ImportAsync(homeAffairs, xls, "?code=annex-xls&year=2026");

        Assert.True(status == HttpStatusCode.Created, body.ToString());
        Assert.Equal(("BỘ TIÊU CHÍ ĐÁNH GIÁ CẢI CÁCH HÀNH CHÍNH CẤP SỞ", 3, 6.5m), (body.GetProperty("name").GetString(), body.GetProperty("leaves").GetInt32(), body.GetProperty("total").GetDecimal()));
    }

    [Fact]
    public async Task A_workbook_without_a_table_and_one_that_swells_are_refused()
    {
        using var homeAffairs = criteria.Client(Roles.HomeAffairs);
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open();
            var zeros = new byte[1024 * 1024];
            for (var megabyte = 0; megabyte < 70; megabyte++)
            {
                entry.Write(zeros);
            }
        }

        var (noTable, first) = await ImportAsync(homeAffairs, Workbook([["Danh sách", "Họ tên"], ["1", "Nguyễn Văn A"]]), "?preview=true");
        var (swells, second) = await ImportAsync(homeAffairs, bomb.ToArray(), "?preview=true");
        var (tooLarge, third) = await ImportAsync(homeAffairs, new byte[ImportAnnex.LargestFile + 1], "?preview=true");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (noTable, swells, tooLarge));
        Assert.Contains("Không thấy bảng tiêu chí", first.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("giải nén ra quá lớn", second.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("10 MB", third.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_home_affairs_imports()
    {
        using var leader = criteria.Client(Roles.Leader);

        using var content = new ByteArrayContent(Messy());
        using var response = await leader.PostAsync("/api/criteria/sets/import?preview=true", content, Cancelled);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static string KindOf(JsonElement node) => node.GetProperty("rule") is { ValueKind: JsonValueKind.Object } rule ? rule.GetProperty("kind").GetString()! : "";

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ImportAsync(HttpClient client, byte[] file, string query)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new(AnnexEndpoints.Xlsx);
        using var response = await client.PostAsync("/api/criteria/sets/import" + query, content, Cancelled);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled));
    }

    /// <summary>The nodes as the service shows them, without identities.</summary>
    private static async Task<List<string>> NodesAsync(HttpClient client, Guid id)
    {
        var set = await client.GetFromJsonAsync<JsonElement>($"/api/criteria/sets/{id}", Cancelled);
        return [.. set.GetProperty("nodes").EnumerateArray().Select(node => string.Join('|', node.EnumerateObject().Where(x => !Identities.Contains(x.Name)).Select(x => $"{x.Name}={x.Value}")))];
    }

    private static byte[] Messy() => Workbook(
        [
            ["ỦY BAN NHÂN DÂN TỈNH", null, null, null, null, null],                                                     // 1
            ["BỘ TIÊU CHÍ ĐÁNH GIÁ CẢI CÁCH HÀNH CHÍNH CẤP XÃ", null, null, null, null, null],
            ["(Kèm theo Quyết định số 12/QĐ-UBND ngày 05/01/2026)", null, null, null, null, null],
            [],
            ["STT", "Tài liệu kiểm chứng", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm", "Cách tính điểm", "Kết quả"], // 5
            [null, null, null, "Điểm tối đa", null, "Điểm tự chấm"],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
            ["I", null, "CHỈ ĐẠO, ĐIỀU HÀNH", "14,5", null, null],
            ["1", null, "Kế hoạch cải cách hành chính", "3,5", null, null],
            ["a)", "Kế hoạch", "Ban hành kế hoạch", "1,50", "Đạt yêu cầu: điểm tối đa; không đạt: 0 điểm", null],           // 10
            ["b)", "Báo cáo", "Thực hiện kế hoạch", "hai điểm", null, null],
            ["2", "Báo cáo của xã", "Giải quyết đúng hạn", "11", null, null],
            [null, null, "- Từ 90% trở lên: 11 điểm", null, null, null],
            [null, null, "- Từ 70% đến dưới 90%: 5,5 điểm", null, null, null],
            [null, null, "- Dưới 70%: 0 điểm", null, null, null],                                                          // 15
            ["II", null, "CẢI CÁCH THỂ CHẾ", "9", null, null],
            ["1", "Văn bản", "Kiểm tra văn bản", "3", "Theo hướng dẫn riêng của Sở Tư pháp", null],
            ["2", "Văn bản", "Rà soát văn bản", "6 điểm", "Mỗi văn bản chưa rà soát trừ 0,5 điểm", null],
            [null, null, "Cộng lĩnh vực II", "9", null, null],
            [null, null, "Điểm thưởng", "3", "Mô hình mới, cách làm hay", null],                                           // 20
            [null, null, "Tổng cộng", "23,5", null, null],
            [null, null, "Ghi chú: xã không phát sinh nội dung nào thì báo cáo rõ.", null, null, null],
            ["Nơi nhận:", null, null, null, null, null],
        ],
        "A1:F1", "A2:F2", "A3:F3", "A5:A6", "B5:B6", "C5:C6", "E5:E6", "E10:E11");

    private static byte[] Workbook(IReadOnlyList<string?[]> rows, params string[] merges)
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            var sheet = workbook.AddNewPart<WorksheetPart>();
            var data = new SheetData(rows.Select((row, at) => new Row(row.Select((text, column) => (text, column)).Where(x => x.text is not null).Select(x => new Cell(new InlineString(new Text(x.text!)))
            {
                CellReference = $"{(char)('A' + x.column)}{at + 1}",
                DataType = CellValues.InlineString,
            }))
            { RowIndex = (uint)at + 1 }));
            sheet.Worksheet = merges.Length == 0
                ? new Worksheet(data)
                : new Worksheet(data, new MergeCells(merges.Select(merge => new MergeCell { Reference = merge })));
            workbook.Workbook = new Workbook(new Sheets(new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = "Phụ lục" }));
        }

        return file.ToArray();
    }

    private static byte[] Edit(byte[] xlsx, Func<Cell, string?> edit)
    {
        using var file = new MemoryStream();
        file.Write(xlsx);
        using (var document = SpreadsheetDocument.Open(file, isEditable: true))
        {
            foreach (var cell in document.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Cell>())
            {
                if (edit(cell) is { } text)
                {
                    cell.InlineString = new InlineString(new Text(text));
                }
            }
        }

        return file.ToArray();
    }
}
