namespace CCHC.Scoring;

/// <summary>What may decide between units of equal index; more is better.</summary>
public enum TieBreaker
{
    AppraisedPoints,
    SurveyPoints,
    LastYearIndex,
}

/// <summary>A unit to be ranked within its group.</summary>
/// <param name="Key">The unit, unique in the group.</param>
/// <param name="Index">Unrounded; null while the unit is not scored completely.</param>
/// <param name="AppraisedPoints">For <see cref="TieBreaker.AppraisedPoints"/>.</param>
/// <param name="SurveyPoints">For <see cref="TieBreaker.SurveyPoints"/>.</param>
/// <param name="LastYearIndex">For <see cref="TieBreaker.LastYearIndex"/>; none is worse than any.</param>
public sealed record RankingCandidate(
    string Key, decimal? Index, decimal AppraisedPoints = 0, decimal SurveyPoints = 0, decimal? LastYearIndex = null);

/// <summary>A unit's place.</summary>
/// <param name="Key">The unit.</param>
/// <param name="Rank">From 1; null for "chưa đủ dữ liệu".</param>
/// <param name="Shared">Another unit has the same rank.</param>
/// <param name="Index">As given.</param>
public sealed record RankedCandidate(string Key, int? Rank, bool Shared, decimal? Index);

/// <summary>Ranks within a group: equals share a rank and the next is skipped, 1, 2, 2, 4.</summary>
public static class CompetitionRanking
{
    /// <summary>Ranks on the unrounded index, then on the chain; a unit without an index is listed last, unranked, never dropped.</summary>
    /// <remarks>Published proof of "unrounded": Thanh Hóa 2024 (QĐ 482/QĐ-UBND) prints 90.02 twice, for ranks 2 and 3.</remarks>
    /// <param name="candidates">The units of one group, in any order.</param>
    /// <param name="chain">What decides between equal indices, first things first; none by default.</param>
    /// <returns>Every candidate, by rank and then by key (ordinal).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The chain holds an undefined value.</exception>
    public static IReadOnlyList<RankedCandidate> Rank(IEnumerable<RankingCandidate> candidates, IReadOnlyList<TieBreaker>? chain = null)
    {
        var merit = Comparer<RankingCandidate>.Create((a, b) => CompareMerit(a, b, chain ?? []));
        var byCompleteness = candidates.OrderBy(x => x.Key, StringComparer.Ordinal).ToLookup(x => x.Index is not null);
        var ordered = byCompleteness[true].OrderByDescending(x => x, merit).ToList();

        var ranked = new List<RankedCandidate>();
        for (var i = 0; i < ordered.Count; i++)
        {
            var equalsPrevious = i > 0 && merit.Compare(ordered[i - 1], ordered[i]) == 0;
            var equalsNext = i + 1 < ordered.Count && merit.Compare(ordered[i], ordered[i + 1]) == 0;
            var rank = equalsPrevious ? ranked[i - 1].Rank : i + 1;
            ranked.Add(new RankedCandidate(ordered[i].Key, rank, equalsPrevious || equalsNext, ordered[i].Index));
        }

        ranked.AddRange(byCompleteness[false].Select(x => new RankedCandidate(x.Key, null, false, null)));
        return ranked;
    }

    /// <summary>Above 0 when a stands above b, 0 when they are equal; a candidate without an index is below any other.</summary>
    internal static int CompareMerit(RankingCandidate a, RankingCandidate b, IReadOnlyList<TieBreaker> chain)
    {
        var byIndex = Nullable.Compare(a.Index, b.Index);
        return byIndex != 0 ? byIndex : chain.Select(x => Compare(a, b, x)).FirstOrDefault(x => x != 0);
    }

    private static int Compare(RankingCandidate a, RankingCandidate b, TieBreaker tieBreaker) => tieBreaker switch
    {
        TieBreaker.AppraisedPoints => a.AppraisedPoints.CompareTo(b.AppraisedPoints),
        TieBreaker.SurveyPoints => a.SurveyPoints.CompareTo(b.SurveyPoints),
        TieBreaker.LastYearIndex => Nullable.Compare(a.LastYearIndex, b.LastYearIndex),
        _ => throw new ArgumentOutOfRangeException(nameof(tieBreaker), tieBreaker, "Unknown tie-breaker."),
    };
}
