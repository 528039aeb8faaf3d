using FsCheck;
using FsCheck.Fluent;

namespace CCHC.Scoring.Tests.Properties;

public sealed class RankingProperties
{
    private static readonly Gen<(RankingCandidate[] Group, TieBreaker[] Chain)> _groups =
        from units in Generate.Group
        from chain in Generate.Chain
        select (units, chain);

    [Fact]
    public void A_rank_is_one_more_than_the_number_of_strictly_better_units() => Always.True(_groups, x =>
    {
        var ranked = CompetitionRanking.Rank(x.Group, x.Chain).ToDictionary(r => r.Key);
        Assert.Equal(x.Group.Length, ranked.Count);
        foreach (var unit in x.Group)
        {
            var complete = x.Group.Where(other => other.Index is not null).ToList();
            int? expected = unit.Index is null ? null : 1 + complete.Count(other => IsBetter(other, unit, x.Chain));
            var shared = unit.Index is not null && complete.Any(other => other != unit && !IsBetter(other, unit, x.Chain) && !IsBetter(unit, other, x.Chain));
            Assert.Equal(new RankedCandidate(unit.Key, expected, shared, unit.Index), ranked[unit.Key]);
        }
    });

    [Fact]
    public void The_order_in_which_units_arrive_does_not_change_the_ranking() =>
        Always.True(from x in _groups from shuffled in Gen.Shuffle(x.Group) select (x.Group, shuffled, x.Chain), x =>
            Assert.Equal(CompetitionRanking.Rank(x.Group, x.Chain), CompetitionRanking.Rank(x.shuffled, x.Chain)));

    [Fact]
    public void The_list_goes_down_by_rank_then_by_name_and_ends_with_the_incomplete() => Always.True(_groups, x =>
    {
        var ranked = CompetitionRanking.Rank(x.Group, x.Chain);
        Assert.Equal(ranked.OrderBy(r => r.Rank ?? int.MaxValue).ThenBy(r => r.Key, StringComparer.Ordinal), ranked);
    });

    private static bool IsBetter(RankingCandidate a, RankingCandidate b, IEnumerable<TieBreaker> chain)
    {
        if (a.Index != b.Index)
        {
            return a.Index > b.Index;
        }

        foreach (var tieBreaker in chain)
        {
            var (mine, theirs) = tieBreaker switch
            {
                TieBreaker.AppraisedPoints => (a.AppraisedPoints, b.AppraisedPoints),
                TieBreaker.SurveyPoints => (a.SurveyPoints, b.SurveyPoints),
                _ => (a.LastYearIndex ?? -1, b.LastYearIndex ?? -1), // generated indices start at 0
            };
            if (mine != theirs)
            {
                return mine > theirs;
            }
        }

        return false;
    }
}
