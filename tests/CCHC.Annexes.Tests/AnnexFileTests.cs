using System.Diagnostics;
using System.Text;
using CCHC.Scoring;

namespace CCHC.Annexes.Tests;

public sealed class AnnexFileTests
{
    private static FileStream Data(string name) => File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", name));

    [Fact]
    public void An_annex_kept_in_the_old_xls_format_is_read_like_any_other()
    {
        using var file = Data("annex.xls");

        var document = AnnexReader.Read(file);
        var tree = AnnexTree.Of(document);

        Assert.Equal("BỘ TIÊU CHÍ ĐÁNH GIÁ CẢI CÁCH HÀNH CHÍNH CẤP SỞ", document.Name);
        Assert.Empty(tree.Doubts);
        Assert.Equal(
            [("1", 4.5m, null), ("1.1", 1.5m, new YesNoRule()), ("1.2", 3m, new RatioBandsRule([new(95, true, new PointsBandValue(3)), new(80, true, new PointsBandValue(1.5m))])), ("2", 2m, null), ("2.1", 2m, new SurveyRule())],
            tree.Nodes.Select(node => (node.Code, node.MaxPoints, node.Rule)));
        Assert.Equal("Báo cáo", tree.Nodes[2].RequiredEvidence);
        Assert.Equal(6.5m, tree.Total);
    }

    [Theory]
    [InlineData("protected.xlsx")]
    [InlineData("protected.xls")]
    public void A_file_with_a_password_is_refused_and_says_how_to_take_it_off(string name)
    {
        using var file = Data(name);

        Assert.Equal(
            "Tệp đang đặt mật khẩu nên không đọc được. Mở tệp bằng Excel, chọn Tệp → Thông tin → Bảo vệ sổ làm việc → Mã hóa bằng mật khẩu, xóa trống mật khẩu, lưu dạng .xlsx rồi tải lên.",
            Refusal(file));
    }

    [Fact]
    public void A_word_file_renamed_is_called_one() => Assert.Equal(
        "Đây là tệp Word, dù tên có đuôi khác. Chép bảng tiêu chí sang một trang tính Excel, lưu dạng .xlsx rồi tải lên.", Refusal(Workbooks.Word()));

    [Theory]
    [InlineData("STT,Tiêu chí,Điểm tối đa\n1,Kế hoạch,2\n")]
    [InlineData("<html><table><tr><td>STT</td></tr></table></html>")]
    [InlineData("x")]
    public void A_text_file_renamed_is_refused_and_says_how_to_save_as_xlsx(string text) => Assert.Equal(
        "Không đọc được tệp: đây không phải tệp Excel (.xlsx, .xls), hoặc tệp đã hỏng. Mở bảng tiêu chí bằng Excel, chọn Tệp → Lưu thành → Sổ làm việc Excel (.xlsx) rồi tải tệp mới lên.",
        Refusal(new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void A_libre_office_file_renamed_is_refused_and_says_how_to_save_as_xlsx()
    {
        using var file = Data("annex.ods");

        Assert.Contains("Lưu thành → Sổ làm việc Excel (.xlsx)", Refusal(file), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_refused() => Assert.Equal("Tệp rỗng. Mở bảng tiêu chí bằng Excel, lưu dạng .xlsx rồi tải lên.", Refusal(new MemoryStream()));

    [Fact]
    public void A_sheet_without_a_header_row_is_refused_and_says_which_columns_it_needs()
    {
        const string Expected = "Không thấy bảng tiêu chí trong tệp: cần một dòng tiêu đề có cột tên tiêu chí và cột điểm tối đa.";

        Assert.Equal(Expected, Refusal(Workbooks.Of(("Phụ lục", [["1", "Kế hoạch", 2.0], ["1.1", "Ban hành", 2.0]], []))));
        Assert.Equal(Expected, Refusal(Workbooks.Of(("Phụ lục", [], []))));
    }

    [Fact]
    public void A_header_without_criteria_below_it_is_refused() =>
        Assert.Equal("Bảng không có dòng tiêu chí nào dưới dòng tiêu đề.", Refusal(Workbooks.Annex()));

    [Fact]
    public void Of_two_sheets_with_criteria_the_first_is_read_and_the_other_named()
    {
        object?[][] Rows(string name) => [["STT", "Tiêu chí", "Điểm tối đa"], ["1", name, 2.0]];

        var tree = Read(Workbooks.Of(("Hướng dẫn", [["Cách điền phụ lục"]], []), ("Cấp sở", Rows("Của sở"), []), ("Cấp xã", Rows("Của xã"), [])));

        Assert.Equal("Của sở", Assert.Single(tree.Nodes).Name);
        Assert.Equal(
            new AnnexDoubt(2, "B", "Cấp xã", "Trang tính “Cấp xã” cũng có bảng tiêu chí; tạm chỉ đọc trang “Cấp sở”. Muốn đọc trang kia thì chuyển nó lên đầu tệp rồi tải lại."),
            Assert.Single(tree.Doubts));
    }

    [Fact]
    public void One_thousand_rows_are_read_in_under_two_seconds()
    {
        var rows = Enumerable.Range(1, 100).SelectMany(field => Enumerable.Range(0, 10).Select(i => i == 0
            ? new object?[] { $"{field}", $"Lĩnh vực {field}", 18.0, null }
            : [$"{field}.{i}", $"Tiêu chí {field}.{i}", 2.0, "Từ 90% trở lên: 2 điểm; từ 70% đến dưới 90%: 1 điểm; dưới 70%: 0 điểm"])).ToArray();
        var file = Workbooks.Annex(rows);

        var watch = Stopwatch.StartNew();
        var tree = Read(file);
        watch.Stop();

        TestContext.Current.TestOutputHelper?.WriteLine($"1,000 rows: {watch.ElapsedMilliseconds} ms");
        Assert.Equal((1000, 1800m), (tree.Nodes.Count, tree.Total)); // 100 fields of 9 × 2 points
        Assert.Empty(tree.Doubts);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.ElapsedMilliseconds} ms");
    }

    private static AnnexTree Read(Stream file) => AnnexTree.Of(AnnexReader.Read(file));

    private static string Refusal(Stream file) => Assert.Throws<AnnexException>(() => Read(file)).Message;
}
