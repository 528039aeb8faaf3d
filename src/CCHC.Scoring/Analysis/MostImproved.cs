namespace CCHC.Scoring.Analysis;

/// <summary>A unit's unrounded indices of two years, in percent; null where it has none.</summary>
public sealed record TwoYears(string Key, decimal? LastYear, decimal? ThisYear);

/// <summary>How far a unit has come.</summary>
/// <param name="Key">The unit.</param>
/// <param name="Rank">From 1, the most improved; null without an index in both years.</param>
/// <param name="Shared">Another unit has improved by exactly as much.</param>
/// <param name="Gain">This year's index less last year's, in percentage points, unrounded, negative where it fell.</param>
public sealed record Improvement(string Key, int? Rank, bool Shared, decimal? Gain);

/// <summary>Who has improved most from one year to the next.</summary>
public static class MostImproved
{
    /// <summary>Units by the difference of their unrounded indices; equals share a rank and the next is skipped, units without both come last.</summary>
    /// <remarks>
    /// A unit merged from others has no index of its own last year: what stands for it, such as the mean of its predecessors, is for the caller to give.
    /// </remarks>
    /// <param name="units">In any order, each once.</param>
    public static IReadOnlyList<Improvement> Rank(IEnumerable<TwoYears> units) =>
    [
        .. CompetitionRanking.Rank(units.Select(unit => new RankingCandidate(unit.Key, unit.ThisYear - unit.LastYear)))
            .Select(ranked => new Improvement(ranked.Key, ranked.Rank, ranked.Shared, ranked.Index)),
    ];
}
