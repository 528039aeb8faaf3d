using System.Globalization;
using CCHC.OfficialDocuments;
using CCHC.RankingArchive;
using CCHC.Scoring;

namespace CCHC.ResultDocuments;

/// <summary>Tables and charts of the report on the whole result; means are simple means over the units that have a place.</summary>
internal sealed class SynthesisTables(DocumentResult result)
{
    private const int Extremes = 5, BarsOfChart = 20; // two charts of so many fit on a page

    private readonly Dictionary<string, GroupShares> _shares = result.Result.Groups.ToDictionary(group => group.Code, group => new GroupShares(group), StringComparer.Ordinal);

    private string LastYear => (result.Result.Year - 1).ToString(CultureInfo.InvariantCulture);

    public Table OfGroups() => new(
        new TableColumn("Khối", 28), Count("Số đơn vị"), Count("Được xếp hạng"), Figure("Trung bình (%)"), Figure("Cao nhất (%)"), Figure("Thấp nhất (%)"), Figure($"Trung bình năm {LastYear} (%)"))
    {
        Rows =
        [
            .. result.Result.Groups.Select(group =>
            {
                var indices = Indices(group);
                return new TableRow(
                    group.Name, group.Units.Count, indices.Count, Shown(group.Mean), Shown(indices.Count == 0 ? null : indices.Max()), Shown(indices.Count == 0 ? null : indices.Min()),
                    Shown(IndexCalculator.Mean(group.Units.Select(result.LastYearOf).OfType<decimal>())));
            }),
        ],
    };

    public Table OfFields(ArchivedGroup group)
    {
        var shares = _shares[group.Code];
        return new(new TableColumn("Lĩnh vực", 34), Figure("Điểm tối\u00A0đa"), Figure("Điểm bình quân"), Figure("Tỷ lệ bình quân (%)"), Figure("Cao nhất\u00A0(%)"), Figure("Thấp nhất\u00A0(%)"))
        {
            Rows =
            [
                .. shares.Fields.Select(field =>
                {
                    var leaves = shares.LeavesOf(field);
                    var of = shares.SharesOf(leaves);
                    var points = IndexCalculator.Mean(shares.Ranked.Select(unit => shares.PointsOf(unit, leaves)).Where(sums => sums.Max > 0).Select(sums => sums.Points));
                    return new TableRow(
                        $"{field.Code}. {field.Name}", field.MaxPoints is { } max ? max : "–", Shown(points), Shown(IndexCalculator.Mean(of)), Shown(of.Count == 0 ? null : of.Max()), Shown(of.Count == 0 ? null : of.Min()));
                }),
            ],
        };
    }

    /// <summary>The leaves with the highest and the lowest mean shares; where there are few, each once.</summary>
    public Table OfExtremes(ArchivedGroup group)
    {
        var shares = _shares[group.Code];
        var means = shares.Leaves.Select(leaf => (Leaf: leaf, Mean: shares.MeanOf([leaf.Code]))).Where(x => x.Mean is not null).OrderByDescending(x => x.Mean).ToList();
        var best = means.Take(Math.Min(Extremes, (means.Count + 1) / 2)).ToList();
        var lowest = means.Skip(best.Count).TakeLast(Extremes).Reverse().ToList();
        return new(new TableColumn("Tiêu chí", 58), new TableColumn("Điểm tối\u00A0đa", 11, CellAlignment.Right), Figure("Tỷ lệ bình quân (%)"))
        {
            Rows = [Title("Đạt cao nhất"), .. best.Select(Row), .. lowest.Count > 0 ? [Title("Đạt thấp nhất"), .. lowest.Select(Row)] : Array.Empty<TableRow>()],
        };

        static TableRow Title(string text) => new(text, null as string, null as string) { Bold = true };

        static TableRow Row((ArchivedCriterion Leaf, decimal? Mean) x) => new($"{x.Leaf.Code}. {x.Leaf.Name}", x.Leaf.MaxPoints is { } max ? max : "–", Shown(x.Mean));
    }

    /// <summary>Everybody in the order of this year, with the change against the year before.</summary>
    public Table OfChanges(ArchivedGroup group) => new(
        new TableColumn("Cơ quan, đơn vị", 40), Figure($"Năm {LastYear} (%)"), Figure("Năm nay (%)"), Figure("Thay đổi (điểm %)"), new TableColumn("Thứ tự tiến bộ", 10, CellAlignment.Centre) { NumberFormat = "0" })
    {
        Rows =
        [
            .. group.Units.Select(unit => (Unit: unit, Change: result.Improvements(group).FirstOrDefault(change => change.Key == unit.Code))).Select(x => new TableRow(
                x.Unit.Name, Shown(result.LastYearOf(x.Unit)), Shown(x.Unit.Place.Index), Shown(x.Change?.Gain), x.Change?.Rank is { } rank ? rank : "–")),
            new TableRow(
                "Trung bình của khối", Shown(IndexCalculator.Mean(group.Units.Select(result.LastYearOf).OfType<decimal>())), Shown(group.Mean), null as string, null as string) { Bold = true },
        ],
    };

    /// <summary>The group in a sentence or two.</summary>
    public static string Finding(ArchivedGroup group)
    {
        var indices = Indices(group);
        if (indices.Count == 0)
        {
            return $"{group.Name}: {VietnameseNumbers.Whole(group.Units.Count)} đơn vị, chưa đơn vị nào đủ dữ liệu để xếp hạng.";
        }

        var (first, last) = (group.Units.First(unit => unit.Place.Rank is not null), group.Units.Last(unit => unit.Place.Rank is not null));
        var above = indices.Count(index => index >= group.Mean);
        var classes = group.Units.Where(unit => unit.Place.Class is not null).CountBy(unit => unit.Place.Class!, StringComparer.Ordinal).Select(x => $"{VietnameseNumbers.Whole(x.Value)} đơn vị xếp loại {x.Key}").ToList();
        return $"{group.Name}: {VietnameseNumbers.Whole(indices.Count)} đơn vị được xếp hạng, chỉ số trung bình {Percent(group.Mean)}; cao nhất là {first.Name}, {Percent(first.Place.Index)}; thấp nhất là {last.Name}, {Percent(last.Place.Index)}. "
            + $"{VietnameseNumbers.Whole(above)} đơn vị đạt từ mức trung bình trở lên{(classes.Count > 0 ? $"; {string.Join(", ", classes)}" : "")}.";
    }

    public static string IndexFinding(ArchivedGroup group) => $"{group.Name}: chỉ số từ {Percent(Indices(group).Min())} đến {Percent(Indices(group).Max())}, trung bình {Percent(group.Mean)}";

    /// <summary>Several of one scale where there are many units.</summary>
    public static IEnumerable<Block> IndexCharts(ArchivedGroup group)
    {
        var units = group.Units.Where(unit => unit.Place.Index is not null).ToList();
        var charts = (units.Count + BarsOfChart - 1) / BarsOfChart;
        var perChart = charts == 0 ? 0 : (units.Count + charts - 1) / charts;
        for (var i = 0; i < charts; i++)
        {
            yield return new BarChart(
                IndexFinding(group) + (charts > 1 ? string.Create(CultureInfo.InvariantCulture, $" (phần {i + 1}/{charts})") : ""), "Chỉ số (%)", $"Biểu đồ chỉ số của {group.Name}; số liệu ở bảng xếp hạng")
            {
                Bars = [.. units.Skip(i * perChart).Take(perChart).Select(unit => new Bar(unit.Name, IndexCalculator.Round2(unit.Place.Index!.Value)))],
                Maximum = 100,
            };
        }
    }

    public IEnumerable<Block> FieldChart(ArchivedGroup group)
    {
        var means = FieldMeans(group);
        if (means.Count is > 0 and <= BarChart.MostBars)
        {
            yield return new BarChart(FieldFinding(group, means), "Tỷ lệ bình quân so với điểm tối đa (%)", $"Biểu đồ tỷ lệ đạt theo lĩnh vực của {group.Name}; số liệu ở bảng trên")
            {
                Bars = [.. means.Select(x => new Bar($"{x.Field.Code}. {x.Field.Name}", IndexCalculator.Round2(x.Mean)))],
                Maximum = 100,
            };
        }
    }

    public SheetChart? FieldSheetChart(ArchivedGroup group) => FieldMeans(group) is { Count: > 0 } means && means.Count == _shares[group.Code].Fields.Count
        ? new SheetChart(FieldFinding(group, means), "Tỷ lệ bình quân (%)", $"Biểu đồ tỷ lệ đạt theo lĩnh vực của {group.Name}", 0, 3) { Maximum = 100 }
        : null;

    private static string FieldFinding(ArchivedGroup group, List<(ArchivedCriterion Field, decimal Mean)> means) =>
        $"{group.Name}: thấp nhất là {means.MinBy(x => x.Mean).Field.Name}, {Percent(means.Min(x => x.Mean))}";

    private List<(ArchivedCriterion Field, decimal Mean)> FieldMeans(ArchivedGroup group)
    {
        var shares = _shares[group.Code];
        return [.. shares.Fields.Select(field => (field, Mean: shares.MeanOf(shares.LeavesOf(field)))).Where(x => x.Mean is not null).Select(x => (x.field, x.Mean!.Value))];
    }

    private static List<decimal> Indices(ArchivedGroup group) => [.. group.Units.Select(unit => unit.Place.Index).OfType<decimal>()];

    private static Cell Shown(decimal? percent) => percent is { } value ? IndexCalculator.Round2(value) : "–";

    private static string Percent(decimal? value) => value is { } percent ? $"{VietnameseNumbers.Exact(IndexCalculator.Round2(percent))}\u00A0%" : "–";

    private static TableColumn Figure(string title) => new(title, 12, CellAlignment.Right);

    private static TableColumn Count(string title) => new(title, 10, CellAlignment.Right) { NumberFormat = "#,##0" };
}
