namespace CCHC.Scoring.Analysis;

/// <summary>Other points for one leaf of one unit.</summary>
/// <param name="UnitKey">Whose leaf.</param>
/// <param name="LeafCode">Which.</param>
/// <param name="Points">From 0 to the leaf's maximum, a penalty too is positive; null leaves them as they are.</param>
/// <param name="Applicable">Whether the leaf counts for the unit; null leaves it as it is.</param>
public sealed record LeafChange(string UnitKey, string LeafCode, decimal? Points = null, bool? Applicable = null);

/// <summary>A unit's place now and as it would be.</summary>
public sealed record PlaceChange(string Key, UnitPlace Before, UnitPlace After)
{
    /// <summary>Ranks gained, negative when lost; null without a rank before or after.</summary>
    public int? RanksGained => Before.Rank - After.Rank;

    /// <summary>In percentage points; null without an index before or after.</summary>
    public decimal? IndexGained => After.Result.Index - Before.Result.Index;
}

/// <summary>What the ranking would be if points were others: exact, by the same rules as the ranking itself.</summary>
public static class WhatIf
{
    /// <summary>The places of all units before and after the changes, in the order of the places after.</summary>
    /// <remarks>
    /// A unit with a leaf not yet scored has no index until a change scores it. No change brings a survey leaf into the index of a group that holds no
    /// survey. One-at-a-time changes of inputs: OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 7.
    /// </remarks>
    /// <param name="group">The units and their rules; it is not changed.</param>
    /// <param name="changes">At most one for each leaf of each unit.</param>
    /// <exception cref="ArgumentException">A change names a unit or a leaf that is not there, or a leaf that another change names.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Points lie below 0 or above the leaf's maximum.</exception>
    public static IReadOnlyList<PlaceChange> Compute(AnalysedGroup group, IReadOnlyList<LeafChange> changes)
    {
        var byUnit = changes.ToLookup(change => change.UnitKey, StringComparer.Ordinal);
        foreach (var changed in byUnit)
        {
            Check(group.Unit(changed.Key), changed);
        }

        var before = group.Places().ToDictionary(place => place.Key, StringComparer.Ordinal);
        var after = group.With([.. group.Units.Select(unit => Apply(unit, byUnit[unit.Key]))]).Places();
        return [.. after.Select(place => new PlaceChange(place.Key, before[place.Key], place))];
    }

    private static void Check(AnalysedUnit unit, IEnumerable<LeafChange> changes)
    {
        var leaves = unit.Leaves.ToDictionary(leaf => leaf.Code, StringComparer.Ordinal);
        foreach (var change in changes)
        {
            // Removed, so that a second change of the leaf does not find it.
            if (!leaves.Remove(change.LeafCode, out var leaf))
            {
                throw new ArgumentException($"Unit {unit.Key} has no leaf {change.LeafCode}, or it is changed twice.", nameof(changes));
            }

            if (change.Points is { } points && (points < 0 || points > leaf.Max))
            {
                throw new ArgumentOutOfRangeException(nameof(changes), points, $"Leaf {leaf.Code} takes 0 to {leaf.Max} points.");
            }
        }
    }

    private static AnalysedUnit Apply(AnalysedUnit unit, IEnumerable<LeafChange> changes)
    {
        var byLeaf = changes.ToDictionary(change => change.LeafCode, StringComparer.Ordinal);
        return byLeaf.Count == 0 ? unit : unit with
        {
            Leaves =
            [
                .. unit.Leaves.Select(leaf => byLeaf.TryGetValue(leaf.Code, out var change)
                    ? leaf with { Points = change.Points ?? leaf.Points, Applicable = change.Applicable ?? leaf.Applicable }
                    : leaf),
            ],
        };
    }
}
