using CCHC.RankingArchive;
using CCHC.Scoring;

namespace CCHC.ResultDocuments;

/// <summary>How the units of a group did in fields and leaves, as percentages of the maximum that applies to each; bonus and penalty stand outside.</summary>
internal sealed class GroupShares(ArchivedGroup group)
{
    private readonly Dictionary<string, Dictionary<string, ArchivedScore>> _scores = group.Units.ToDictionary(
        unit => unit.Code, unit => unit.Scores.Where(score => Counts(group, score)).ToDictionary(score => score.Leaf, StringComparer.Ordinal), StringComparer.Ordinal);

    public ArchivedGroup Group => group;

    /// <summary>The top nodes that have a leaf inside the 100, in reading order.</summary>
    public IReadOnlyList<ArchivedCriterion> Fields { get; } =
    [
        .. group.Criteria.Where(node => node.Depth == 0 && group.Criteria.Any(leaf => leaf.Leaf is { Kind: LeafKind.Ordinary } own && own.FieldCode == node.Code)),
    ];

    /// <summary>Leaves inside the 100, in reading order.</summary>
    public IReadOnlyList<ArchivedCriterion> Leaves { get; } = [.. group.Criteria.Where(node => node.Leaf is { Kind: LeafKind.Ordinary })];

    /// <summary>Units that have a place; the others have no share in any mean.</summary>
    public IReadOnlyList<ArchivedUnit> Ranked { get; } = [.. group.Units.Where(unit => unit.Place.Rank is not null)];

    public IReadOnlyList<string> LeavesOf(ArchivedCriterion field) => [.. Leaves.Where(leaf => leaf.Leaf!.FieldCode == field.Code).Select(leaf => leaf.Code)];

    /// <summary>A leaf that counts for the unit; null where it does not apply, or no survey is held.</summary>
    public ArchivedScore? ScoreOf(ArchivedUnit unit, string leaf) => _scores[unit.Code].GetValueOrDefault(leaf);

    /// <summary>Points and maximum of the unit on these leaves.</summary>
    public (decimal Points, decimal Max) PointsOf(ArchivedUnit unit, IEnumerable<string> leaves)
    {
        var scores = leaves.Select(leaf => ScoreOf(unit, leaf)).OfType<ArchivedScore>().ToList();
        return (scores.Select(score => score.ToScore().Achieved).Order().Sum(), scores.Sum(score => score.Max));
    }

    /// <summary>In percent, unrounded; null where nothing applies to the unit.</summary>
    public decimal? ShareOf(ArchivedUnit unit, IEnumerable<string> leaves) => PointsOf(unit, leaves) is { Max: > 0 } sums ? sums.Points * 100 / sums.Max : null;

    /// <summary>The shares of all ranked units to which something applies.</summary>
    public IReadOnlyList<decimal> SharesOf(IReadOnlyList<string> leaves) => [.. Ranked.Select(unit => ShareOf(unit, leaves)).OfType<decimal>()];

    public decimal? MeanOf(IReadOnlyList<string> leaves) => IndexCalculator.Mean(SharesOf(leaves));

    private static bool Counts(ArchivedGroup group, ArchivedScore score) =>
        score is { Applicable: true, Kind: LeafKind.Ordinary } && (group.Settings.SurveyHeld || score.Source != PointSource.Survey);
}
