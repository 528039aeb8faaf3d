using CCHC.Scoring;

namespace CCHC.Portal.Results;

/// <summary>A leaf on which a unit lost points; a penalty is lost whole and has no maximum to reach.</summary>
public sealed record LostPoint(string Code, string Name, bool Penalty, decimal Points, decimal MaxPoints, decimal Lost)
{
    /// <summary>The largest loss first, then in reading order; bonuses are not lost, and leaves without points are not known to be.</summary>
    public static IReadOnlyList<LostPoint> Of(IEnumerable<LostLeaf> leaves) =>
        [.. leaves.Where(leaf => leaf is { Applicable: true, Points: not null } && leaf.Kind != LeafKind.Bonus).Select(ToLost).Where(leaf => leaf.Lost > 0).OrderByDescending(leaf => leaf.Lost)];

    private static LostPoint ToLost(LostLeaf leaf)
    {
        var points = Math.Clamp(leaf.Points!.Value, 0, leaf.MaxPoints);
        return leaf.Kind == LeafKind.Penalty
            ? new LostPoint(leaf.Code, leaf.Name, Penalty: true, -points, 0, points)
            : new LostPoint(leaf.Code, leaf.Name, Penalty: false, points, leaf.MaxPoints, leaf.MaxPoints - points);
    }
}

/// <summary>What there is to know of a leaf to tell what was lost on it.</summary>
public readonly record struct LostLeaf(string Code, string Name, LeafKind Kind, bool Applicable, decimal? Points, decimal MaxPoints);
