namespace CCHC.Scoring;

/// <summary>Where the points of a leaf come from (nguồn điểm).</summary>
public enum PointSource
{
    /// <summary>Self-assessment, appraised by the council.</summary>
    Appraised,

    /// <summary>Điều tra xã hội học.</summary>
    Survey,

    /// <summary>An index measured elsewhere, e.g. SIPAS.</summary>
    External,
}

public enum LeafKind
{
    /// <summary>Part of the 100.</summary>
    Ordinary,

    /// <summary>Added outside the 100.</summary>
    Bonus,

    /// <summary>Taken off outside the 100.</summary>
    Penalty,
}

/// <summary>One leaf of one unit, as the index needs it.</summary>
/// <param name="Code">Unique in the criteria set.</param>
/// <param name="Kind">Inside or outside the 100.</param>
/// <param name="Source">Where the points come from.</param>
/// <param name="Max">Points; for bonus and penalty the yearly cap.</param>
/// <param name="Points">0 to <paramref name="Max"/>, a penalty too is positive; null when not scored yet.</param>
/// <param name="Applicable">False takes the leaf out of this unit's maximum.</param>
public sealed record LeafScore(string Code, LeafKind Kind, PointSource Source, decimal Max, decimal? Points, bool Applicable)
{
    /// <summary>The points as they count, 0 to <see cref="Max"/>; 0 when not scored yet. A penalty's are positive.</summary>
    public decimal Achieved => Math.Max(0, Math.Min(Points ?? 0, Max));

    /// <summary>What the unit lost here, in points: what is short of the maximum, or the whole of a penalty; a bonus is never lost.</summary>
    public decimal Lost => Kind switch
    {
        LeafKind.Ordinary => Max - Achieved,
        LeafKind.Penalty => Achieved,
        _ => 0,
    };
}
