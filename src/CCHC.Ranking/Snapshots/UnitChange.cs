using CCHC.RankingArchive;

namespace CCHC.Ranking.Snapshots;

/// <summary>What is different of a unit in a later result; a unit that one of the two lacks has no figures there.</summary>
public sealed record UnitChange(
    string GroupCode, string UnitCode, string UnitName, decimal? IndexBefore, decimal? IndexAfter, int? RankBefore, int? RankAfter, string? ClassBefore, string? ClassAfter,
    IReadOnlyList<LeafChange> Leaves, string? HeadClassBefore = null, string? HeadClassAfter = null)
{
    /// <summary>The units that differ, in the order of the later result; rank and class count too, and so does the class of the head with its reason.</summary>
    public static IReadOnlyList<UnitChange> Between(ArchivedResult before, ArchivedResult after)
    {
        var earlier = Units(before).ToDictionary(x => x.Unit.Code, StringComparer.Ordinal);
        var later = Units(after).ToList();
        var codes = later.Select(x => x.Unit.Code).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. later.Select(x => Between(x.Group, earlier.TryGetValue(x.Unit.Code, out var then) ? then.Unit : null, x.Unit)).OfType<UnitChange>(),
            .. earlier.Values.Where(x => !codes.Contains(x.Unit.Code)).Select(x => Between(x.Group, x.Unit, after: null)).OfType<UnitChange>(),
        ];
    }

    private static UnitChange? Between(string group, ArchivedUnit? before, ArchivedUnit? after)
    {
        var points = (before?.Scores ?? []).ToDictionary(score => score.Leaf, StringComparer.Ordinal);
        var leaves = (after?.Scores ?? []).Where(score => !Same(points.GetValueOrDefault(score.Leaf), score)).Select(score => new LeafChange(
            score.Leaf, points.GetValueOrDefault(score.Leaf)?.Points, score.Points, points.GetValueOrDefault(score.Leaf)?.Applicable ?? true, score.Applicable)).ToList();
        var (then, now) = (before?.Place, after?.Place);
        return before is not null && after is not null && leaves.Count == 0 && then == now && before.Head == after.Head
            ? null
            : new UnitChange(group, (after ?? before)!.Code, (after ?? before)!.Name, then?.Index, now?.Index, then?.Rank, now?.Rank, then?.Class, now?.Class, leaves,
                before?.HeadClass, after?.HeadClass);
    }

    private static bool Same(ArchivedScore? before, ArchivedScore after) =>
        before is not null && (before.Max, before.Points, before.Applicable, before.Final) == (after.Max, after.Points, after.Applicable, after.Final);

    private static IEnumerable<(string Group, ArchivedUnit Unit)> Units(ArchivedResult result) =>
        result.Groups.SelectMany(group => group.Units.Select(unit => (group.Code, unit)));
}

public sealed record LeafChange(string Code, decimal? PointsBefore, decimal? PointsAfter, bool ApplicableBefore, bool ApplicableAfter);
