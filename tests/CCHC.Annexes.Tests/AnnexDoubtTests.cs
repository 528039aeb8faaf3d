using CCHC.Scoring;

namespace CCHC.Annexes.Tests;

public sealed class AnnexDoubtTests
{
    private const string Yes1 = "Có: 1 điểm; không: 0 điểm";

    [Fact]
    public void A_name_merged_over_the_rows_of_its_levels_is_one_criterion()
    {
        var tree = Read("B3:B5", ["1", "Thể chế", 2.0, null], ["1.1", "Rà soát văn bản", 2.0, "Từ 90% trở lên: 2 điểm"], [null, null, 1.0, "Từ 70% đến dưới 90%"], [null, null, 0.0, "Dưới 70%"]);

        Assert.Empty(tree.Doubts);
        Assert.Equal(["1 2", "1.1 2"], Told(tree));
        Assert.Equal(new RatioBandsRule([new(90, true, new PointsBandValue(2)), new(70, true, new PointsBandValue(1))]), tree.Nodes[1].Rule);
    }

    [Fact]
    public void A_name_merged_over_two_numbered_rows_names_both_and_is_doubtful()
    {
        var tree = Read("B3:B4", ["1", "Thể chế", 2.0, null], ["1.1", "Rà soát văn bản", 1.0, Yes1], ["1.2", null, 1.0, Yes1]);

        Assert.Equal(["1 2", "1.1 1", "1.2 1"], Told(tree));
        Assert.Equal("Rà soát văn bản", tree.Nodes[2].Name);
        Doubtful(tree, (4, "B", "Rà soát văn bản", "Ô tên gộp với dòng trên nhưng dòng có số thứ tự và điểm riêng; tạm lấy cùng tên, cần sửa cho khác nhau."));
    }

    [Fact]
    public void Numbers_typed_as_numbers_are_the_same_and_a_lost_zero_is_doubtful()
    {
        var numbers = new[] { 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 1.1, 1.11 }; // the tenth was typed as 1.10
        var tree = Read([[1.0, "Chỉ đạo", 11.0, null], .. numbers.Select((number, i) => new object?[] { number, $"Tiêu chí thứ {i + 1}", 1.0, Yes1 })]);

        Assert.Equal(["1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9", "1.10", "1.11"], tree.Nodes.Select(node => node.Code));
        Assert.Equal("Tiêu chí thứ 10", tree.Nodes[10].Name);
        Doubtful(tree, (12, "A", "1.1", "Số thứ tự trùng với dòng trên; tạm lấy mã 1.10 vì ô kiểu số làm mất số 0 ở cuối."));
    }

    [Fact]
    public void What_stands_below_a_lost_zero_is_not_doubted_once_more()
    {
        var tree = Read(["1", "Chỉ đạo", 2.0, null], [1.1, "Một", 1.0, Yes1], [1.1, "Mười", 1.0, null], ["1.10.1", "Con của mười", 1.0, Yes1]);

        // The child, typed as text, says which number its parent was meant to have.
        Assert.Equal(["1", "1.1", "1.10", "1.10.1"], tree.Nodes.Select(node => node.Code));
        Doubtful(tree, (4, "A", "1.1", "Số thứ tự trùng với dòng trên; tạm lấy mã 1.10 vì ô kiểu số làm mất số 0 ở cuối."));
    }

    [Fact]
    public void Dashes_and_pluses_are_levels_of_their_own()
    {
        var tree = Read(
            ["1", "Chỉ đạo", 3.0, null], ["1.1", "Kế hoạch", 3.0, null], ["-", "Ban hành", 1.0, Yes1], ["-", "Thực hiện", 2.0, null],
            ["+", "Đúng hạn", 1.5, "Có: 1,5 điểm; không: 0 điểm"], ["+", "Đầy đủ", 0.5, "Có: 0,5 điểm; không: 0 điểm"]);

        Assert.Empty(tree.Doubts);
        Assert.Equal(["1 3", "1.1 3", "1.1.1 1", "1.1.2 2", "1.1.2.1 1.5", "1.1.2.2 0.5"], Told(tree));
    }

    [Fact]
    public void A_fifth_level_is_refused_with_its_rows()
    {
        var refusal = Assert.Throws<AnnexException>(() => Read(
            ["1", "Chỉ đạo", 2.0, null], ["1.1", "Kế hoạch", 2.0, null], ["1.1.1", "Thực hiện", 2.0, null], ["-", "Theo quý", 2.0, null], ["+", "Đúng hạn", 1.0, Yes1], ["+", "Đầy đủ", 1.0, Yes1]));

        Assert.Equal(
            "Bộ tiêu chí có nhiều nhất 4 cấp, bảng này có dòng ở cấp 5: dòng 6 (“+ Đúng hạn”), dòng 7 (“+ Đầy đủ”). Gộp vào tiêu chí đứng trên hoặc đưa lên cấp trên rồi tải lại.",
            refusal.Message);
    }

    [Fact]
    public void A_row_without_a_number_takes_one_that_nobody_typed()
    {
        var tree = Read(["1", "Chỉ đạo", 3.0, null], ["1.1", "Kế hoạch", 1.0, Yes1], [null, "Báo cáo", 1.0, Yes1], ["1.3", "Hội nghị", 1.0, Yes1]);

        Assert.Equal(["1 3", "1.1 1", "1.2 1", "1.3 1"], Told(tree));
        Doubtful(tree, (4, "A", "", "Thiếu số thứ tự; tạm lấy số tiếp theo, ngang hàng dòng trên."));
    }

    [Fact]
    public void A_number_typed_twice_is_doubted_once_and_the_rows_after_it_keep_theirs()
    {
        var tree = Read(["1", "Chỉ đạo", 3.0, null], ["1.1", "Kế hoạch", 1.0, Yes1], ["1.1", "Báo cáo", 1.0, Yes1], ["1.2", "Hội nghị", 1.0, Yes1]);

        Assert.Equal(["1", "1.1", "1.3", "1.2"], tree.Nodes.Select(node => node.Code));
        Doubtful(tree, (4, "A", "1.1", "Số thứ tự trùng với dòng trên; tạm lấy mã 1.3."));
    }

    [Fact]
    public void A_parent_that_is_not_the_sum_of_its_children_is_doubted_and_becomes_it()
    {
        var tree = Read(["1", "Chỉ đạo", 5.0, null], ["1.1", "Kế hoạch", 1.0, Yes1], ["1.2", "Báo cáo", 2.0, "Có: 2 điểm; không: 0 điểm"]);

        Assert.Equal(["1 3", "1.1 1", "1.2 2"], Told(tree));
        Doubtful(tree, (2, "C", "5", "Điểm tối đa khác tổng các mục con; tạm lấy tổng 3 điểm."));
    }

    [Fact]
    public void A_total_that_is_not_the_sum_of_the_criteria_is_doubted()
    {
        var tree = Read(["1", "Chỉ đạo", 3.0, null], ["1.1", "Kế hoạch", 1.0, Yes1], ["1.2", "Báo cáo", 2.0, "Có: 2 điểm; không: 0 điểm"], [null, "Tổng cộng", 10.0, null]);

        Assert.Equal(3m, tree.Total);
        Doubtful(tree, (5, "C", "10", "Dòng tổng khác tổng điểm các tiêu chí; tạm lấy 3 điểm."));
    }

    [Fact]
    public void Points_are_understood_with_words_and_commas_and_a_range_is_doubtful()
    {
        // 0.5 + 2 + 1.25 + 2 + 1.5 = 7.25
        var tree = Read(
            ["1", "Chỉ đạo", 7.25, null], ["1.1", "Bằng chữ", "0,5 điểm", null], ["1.2", "Hai số lẻ", "2,00", null], ["1.3", "Dấu chấm", "1.25", null],
            ["1.4", "Khoảng", "0-2", null], ["1.5", "Khoảng bằng chữ", "từ 0 đến 1,5 điểm", null]);

        Assert.Equal(["1 7.25", "1.1 0.5", "1.2 2", "1.3 1.25", "1.4 2", "1.5 1.5"], Told(tree));
        Doubtful(
            tree,
            (6, "C", "0-2", "Ô ghi một khoảng điểm; tạm lấy mức cao nhất là 2 điểm."),
            (7, "C", "từ 0 đến 1,5 điểm", "Ô ghi một khoảng điểm; tạm lấy mức cao nhất là 1,5 điểm."));
    }

    [Fact]
    public void Points_left_blank_are_doubted_and_taken_from_what_the_parent_leaves()
    {
        var tree = Read(["1", "Chỉ đạo", 3.0, null], ["1.1", "Kế hoạch", 1.0, Yes1], ["1.2", "Báo cáo", null, null], ["2", "Thể chế", null, null]);

        Assert.Equal(["1 3", "1.1 1", "1.2 2", "2 0"], Told(tree));
        Doubtful(
            tree,
            (4, "C", "", "Thiếu điểm tối đa; tạm lấy 2 điểm, là phần còn lại của mục 1."),
            (5, "C", "", "Thiếu điểm tối đa; tạm lấy 0 điểm, cần nhập lại."));
    }

    private static AnnexTree Read(params object?[][] rows) => AnnexTree.Of(AnnexReader.Read(Workbooks.Annex(rows)));

    private static AnnexTree Read(string merge, params object?[][] rows) => AnnexTree.Of(AnnexReader.Read(Workbooks.Annex(merge, rows)));

    private static IEnumerable<string> Told(AnnexTree tree) => tree.Nodes.Select(node => FormattableString.Invariant($"{node.Code} {node.MaxPoints:0.###}"));

    private static void Doubtful(AnnexTree tree, params (int Row, string Column, string Text, string Assumed)[] expected) =>
        Assert.Equal(expected, tree.Doubts.Select(doubt => (doubt.Row, doubt.Column, doubt.Text, doubt.Assumed)));
}
