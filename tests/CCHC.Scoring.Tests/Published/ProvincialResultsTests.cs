using static CCHC.Scoring.Tests.Published.PublishedTable;

namespace CCHC.Scoring.Tests.Published;

public sealed class ProvincialResultsTests
{
    private static readonly IReadOnlyList<Row> _thanhHoa2024 = Table.Read("thanh_hoa_2024_so.csv");
    private static readonly List<(string Name, decimal Index)> _printed2024 = Units(_thanhHoa2024, "chi_so_phan_tram");

    [Fact]
    public void Thanh_Hoa_2024_ranks_its_20_departments_as_published()
    {
        Assert.Equal(20, _printed2024.Count);
        AssertOrder(_printed2024, _thanhHoa2024.Select(x => x.Whole("hang_published")));
    }

    [Fact]
    public void Thanh_Hoa_2024_would_share_two_ranks_if_it_ranked_on_two_decimals()
    {
        var shared = Rank(_printed2024).Where(x => x.Shared).Select(x => (x.Key, x.Rank));
        Assert.Equal([("Sở Nội vụ", 2), ("Văn phòng UBND tỉnh", 2), ("Sở Khoa học và Công nghệ", 13), ("Sở Y tế", 13)], shared);
    }

    [Fact]
    public void Thanh_Hoa_2024_has_the_published_mean_of_85_41() =>
        Assert.Equal(85.41m, IndexCalculator.Round2(IndexCalculator.Mean(_printed2024.Select(x => x.Index))!.Value));

    [Fact]
    public void Thanh_Hoa_2023_gives_the_ethnic_affairs_board_81_33_percent_because_84_points_apply()
    {
        var published = Table.Read("thanh_hoa_2023_partial.csv").Single(x => x["don_vi"] == "Ban Dân tộc tỉnh");
        Assert.Equal((68.32m, 81.33m), (published.Number("tong_diem"), published.Number("chi_so_phan_tram")));

        var index = IndexCalculator.Compute(
        [
            new("áp dụng", LeafKind.Ordinary, PointSource.Appraised, 84, published.Number("tong_diem"), Applicable: true),
            new("không phát sinh", LeafKind.Ordinary, PointSource.Appraised, 16, null, Applicable: false),
        ]);
        Assert.Equal(84, index.MaxPoints);
        Assert.Equal(published.Number("chi_so_phan_tram"), IndexCalculator.Round2(index.Index!.Value));
    }

    [Fact]
    public void Thanh_Hoa_2023_gives_units_to_which_everything_applies_their_points_as_index()
    {
        var whole = Table.Read("thanh_hoa_2023_partial.csv").Where(x => x["don_vi"] != "Ban Dân tộc tỉnh").ToList();
        Assert.Equal(7, whole.Count);
        Assert.All(whole, x => Assert.Equal(
            x.Number("chi_so_phan_tram"),
            IndexCalculator.Compute([new("1", LeafKind.Ordinary, PointSource.Appraised, 100, x.Number("tong_diem"), Applicable: true)]).Index));
    }

    [Theory]
    [InlineData("so", 4)]
    [InlineData("huyen", 4)]
    public void Thanh_Hoa_2023_keeps_its_published_order(string group, int count)
    {
        var units = Table.Read("thanh_hoa_2023_partial.csv").Where(x => x["khoi"] == group).ToList();
        Assert.Equal(count, units.Count);

        // Only some ranks were found, so the order is what can be reproduced.
        Assert.Equal(
            units.OrderBy(x => x.Whole("hang_published")).Select(x => x["don_vi"]), Rank(Units(units, "chi_so_phan_tram")).Select(x => x.Key));
    }

    public static TheoryData<string, int, decimal> QuangBinh => new()
    {
        { "quang_binh_2023_so.csv", 21, 91.65m },
        { "quang_binh_2023_huyen.csv", 8, 87.80m },
    };

    [Theory]
    [MemberData(nameof(QuangBinh))]
    public void Quang_Binh_2023_has_the_published_order_and_mean(string file, int count, decimal mean)
    {
        var rows = Table.Read(file);
        var printed = Units(rows, "diem");
        Assert.Equal(count, printed.Count);
        AssertOrder(printed, rows.Select(x => x.Whole("stt_published")));
        Assert.Equal(mean, IndexCalculator.Round2(IndexCalculator.Mean(printed.Select(x => x.Index))!.Value));
    }

    private static List<(string Name, decimal Index)> Units(IEnumerable<Row> rows, string column) =>
        [.. rows.Select(x => (x["don_vi"], x.Number(column)))];
}
