using CCHC.Scoring.Analysis;
using CCHC.Scoring.Tests.Properties;
using static CCHC.Scoring.Tests.Analysis.Groups;

namespace CCHC.Scoring.Tests.Analysis;

public sealed class DroppedCriteriaTests
{
    [Fact]
    public void The_rest_is_rescaled_and_the_ranks_move_by_what_the_criterion_had_held()
    {
        var group = Of(50, ("a", [50, 10]), ("b", [30, 25]), ("c", [20, 30])); // 60, 55, 50
        var dropped = DroppedCriteria.Compute(group, Leaves(group));

        Assert.Equal([new("a", 1, 3, 20), new("b", 2, 2, 50), new("c", 3, 1, 60)], dropped[0].Units); // leaf 2 of 50 alone
        Assert.Equal((4.0 / 3, 2, -1.0, -1.0), (dropped[0].MeanShift, dropped[0].LargestShift, dropped[0].KendallTau, Math.Round(dropped[0].SpearmanRho!.Value, 12)));
        Assert.Equal([new("a", 1, 1, 100), new("b", 2, 2, 60), new("c", 3, 3, 40)], dropped[1].Units);
        Assert.Equal((0.0, 0, 1.0, 1.0), (dropped[1].MeanShift, dropped[1].LargestShift, dropped[1].KendallTau, Math.Round(dropped[1].SpearmanRho!.Value, 12)));
    }

    [Fact]
    public void A_field_takes_all_its_leaves_with_it_and_the_chain_decides_between_those_it_leaves_equal()
    {
        AnalysedUnit[] units =
        [
            new("a", [Leaf("1.1", 10, 9), Leaf("1.2", 10, 9), Leaf("2", 40, 20), Leaf("3", 40, 30, PointSource.Survey)]),
            new("b", [Leaf("1.1", 10, 1), Leaf("1.2", 10, 1), Leaf("2", 40, 30), Leaf("3", 40, 20, PointSource.Survey)]),
        ];
        AnalysedCriterion field = new("1", ["1.1", "1.2"]);
        Assert.Equal([new("a", 1, 1, 62.5m), new("b", 2, 1, 62.5m)], DroppedCriteria.Compute(new AnalysedGroup(units), [field])[0].Units); // 50 / 80
        Assert.Equal([new("a", 1, 2, 62.5m), new("b", 2, 1, 62.5m)], DroppedCriteria.Compute(new AnalysedGroup(units) { TieBreakers = [TieBreaker.AppraisedPoints] }, [field])[0].Units);
    }

    [Fact]
    public void A_unit_to_which_nothing_else_applies_loses_its_rank_and_counts_in_no_shift()
    {
        var group = new AnalysedGroup(
        [
            new("a", [Leaf("1", 50, 50), Leaf("2", 50, 0, applicable: false)]), new("b", [Leaf("1", 50, 40), Leaf("2", 50, 30)]), new("c", [Leaf("1", 50, null), Leaf("2", 50, 30)]),
        ]);
        var dropped = DroppedCriteria.Compute(group, [AnalysedCriterion.Leaf("1")])[0];
        Assert.Equal([new("a", 1, null, null), new("b", 2, 1, 60)], dropped.Units); // c was not scored completely before
        Assert.Equal((1.0, 1, null, null), (dropped.MeanShift, dropped.LargestShift, dropped.KendallTau, dropped.SpearmanRho));

        var none = DroppedCriteria.Compute(Of(50, ("c", [null])), [AnalysedCriterion.Leaf("1")])[0];
        Assert.Equal((null, null, 0), (none.MeanShift, none.LargestShift, none.Units.Count));
    }

    [Fact]
    public void Every_place_without_a_criterion_is_the_ranking_of_the_other_leaves() => Always.True(Small, group =>
    {
        var truth = Rank(group).Values.Where(unit => unit.Rank is not null).ToList();
        Assert.All(DroppedCriteria.Compute(group, Leaves(group)), dropped =>
        {
            // Another way to leave it out: nobody holds it applicable.
            var rest = Rank(Like(group, [.. group.Units.Where(unit => truth.Exists(x => x.Key == unit.Key)).Select(unit => unit with
            {
                Leaves = [.. unit.Leaves.Select(leaf => leaf.Code == dropped.Code ? leaf with { Applicable = false } : leaf)],
            })]));
            Assert.Equal(truth.Select(unit => new PlaceWithout(unit.Key, unit.Rank!.Value, rest[unit.Key].Rank, rest[unit.Key].Index)), dropped.Units);
            var shifts = dropped.Units.Where(unit => unit.Rank is not null).Select(unit => Math.Abs(unit.Rank!.Value - unit.TrueRank)).ToList();
            Assert.Equal((shifts.Count == 0 ? null : shifts.Average(), shifts.Count == 0 ? (int?)null : shifts.Max()), (dropped.MeanShift, dropped.LargestShift));
        });
    });

    [Fact]
    public void The_order_of_the_units_does_not_matter() => Always.True(Small, group => Assert.Equivalent(
        DroppedCriteria.Compute(group, Leaves(group)), DroppedCriteria.Compute(Shuffled(group, seed: 1), Leaves(group)), strict: true), times: 200);

    [Fact]
    public void A_criterion_with_an_unknown_leaf_is_refused() =>
        Assert.Throws<ArgumentException>(() => DroppedCriteria.Compute(Of(50, ("a", [10, 20])), [new("LV", ["1", "3"])]));
}
