namespace CCHC.Scoring.Tests;

public sealed class CompetitionRankingTests
{
    [Fact]
    public void Equal_units_share_a_rank_and_the_next_rank_is_skipped() => Assert.Equal(
        [new("a", 1, false, 95), new("b", 2, true, 90), new("c", 2, true, 90), new("d", 4, false, 80)],
        CompetitionRanking.Rank([new("d", 80), new("c", 90), new("a", 95), new("b", 90.00m)]));

    [Fact]
    public void Units_are_ranked_on_the_unrounded_index()
    {
        var ranked = CompetitionRanking.Rank([new("a", 90.0249m), new("b", 90.0151m)]); // both print as 90,02
        Assert.Equal([("a", 1, false), ("b", 2, false)], ranked.Select(x => (x.Key, x.Rank!.Value, x.Shared)));
    }

    [Fact]
    public void A_unit_not_scored_completely_is_listed_last_without_a_rank_even_below_zero() => Assert.Equal(
        [new("c", 1, false, 50), new("d", 2, false, 0), new("a", null, false, null), new("b", null, false, null)],
        CompetitionRanking.Rank([new("b", null), new("a", null), new("d", 0), new("c", 50)]));

    [Fact]
    public void A_configured_chain_decides_between_equals()
    {
        RankingCandidate[] candidates =
        [
            new("a", 90, AppraisedPoints: 60, SurveyPoints: 30, LastYearIndex: 80),
            new("b", 90, AppraisedPoints: 61, SurveyPoints: 29, LastYearIndex: null),
            new("c", 90, AppraisedPoints: 60, SurveyPoints: 30, LastYearIndex: 85),
        ];

        Assert.Equal(["a1*", "b1*", "c1*"], Ranks(candidates));
        Assert.Equal(["b1", "a2*", "c2*"], Ranks(candidates, TieBreaker.AppraisedPoints));
        Assert.Equal(["a1*", "c1*", "b3"], Ranks(candidates, TieBreaker.SurveyPoints));
        Assert.Equal(["c1", "a2", "b3"], Ranks(candidates, TieBreaker.LastYearIndex));
        Assert.Equal(["b1", "c2", "a3"], Ranks(candidates, TieBreaker.AppraisedPoints, TieBreaker.LastYearIndex));
    }

    [Fact]
    public void The_chain_never_overrules_the_index() =>
        Assert.Equal(["b1", "a2"], Ranks([new("a", 89, AppraisedPoints: 70), new("b", 90, AppraisedPoints: 60)], TieBreaker.AppraisedPoints));

    [Fact]
    public void Nobody_to_rank_gives_an_empty_list() => Assert.Empty(CompetitionRanking.Rank([]));

    private static IEnumerable<string> Ranks(RankingCandidate[] candidates, params TieBreaker[] chain) =>
        CompetitionRanking.Rank(candidates, chain).Select(x => $"{x.Key}{x.Rank}{(x.Shared ? "*" : "")}");
}
