using CCHC.Scoring;

namespace CCHC.Portal.Results;

/// <summary>A leaf on which a unit lost points; a penalty is lost whole and has no maximum to reach.</summary>
public sealed record LostPoint(string Code, string Name, bool Penalty, decimal Points, decimal MaxPoints, decimal Lost)
{
    /// <summary>The largest loss first, then in reading order; bonuses are not lost, and leaves without points are not known to be.</summary>
    public static IReadOnlyList<LostPoint> Of(IEnumerable<LostLeaf> leaves) =>
        [.. leaves.Where(leaf => leaf.Score is { Applicable: true, Points: not null }).Select(ToLost).Where(leaf => leaf.Lost > 0).OrderByDescending(leaf => leaf.Lost)];

    private static LostPoint ToLost(LostLeaf leaf)
    {
        var score = leaf.Score;
        return score.Kind == LeafKind.Penalty
            ? new LostPoint(score.Code, leaf.Name, Penalty: true, -score.Achieved, 0, score.Lost)
            : new LostPoint(score.Code, leaf.Name, Penalty: false, score.Achieved, score.Max, score.Lost);
    }
}

/// <summary>A leaf on which points may have been lost.</summary>
public readonly record struct LostLeaf(string Name, LeafScore Score);
