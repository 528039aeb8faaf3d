namespace CCHC.Scoring.Tests.Published;

/// <summary>A published ranking: names and printed indices in the published order.</summary>
internal static class PublishedTable
{
    /// <summary>Ranks the units from a different order than the published one.</summary>
    public static IReadOnlyList<RankedCandidate> Rank(IEnumerable<(string Name, decimal Index)> units) =>
        CompetitionRanking.Rank(units.Reverse().Select(x => new RankingCandidate(x.Name, x.Index)));

    /// <summary>Indices that print as published but differ where the ranks do: each unit a ten-thousandth below an equal one before it.</summary>
    public static IReadOnlyList<(string Name, decimal Index)> Unrounded(IReadOnlyList<(string Name, decimal Index)> printed) =>
        [.. printed.Select((x, i) => (x.Name, x.Index - 0.0001m * printed.Take(i).Count(before => before.Index == x.Index)))];

    public static void AssertOrder(IReadOnlyList<(string Name, decimal Index)> printed, IEnumerable<int> ranks)
    {
        var unrounded = Unrounded(printed);
        Assert.Equal(printed.Select(x => x.Index), unrounded.Select(x => IndexCalculator.Round2(x.Index)));
        Assert.Equal(printed.Select(x => x.Name).Zip(ranks), Rank(unrounded).Select(x => (x.Key, x.Rank!.Value)));
    }
}
