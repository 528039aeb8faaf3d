using CCHC.Scoring.Analysis;
using CCHC.Scoring.Tests.Properties;
using static CCHC.Scoring.Tests.Analysis.Groups;

namespace CCHC.Scoring.Tests.Analysis;

public sealed class EffectiveWeightsTests
{
    [Fact]
    public void A_criterion_in_which_all_units_are_alike_weighs_nothing_whatever_its_maximum()
    {
        var weights = Weigh(Of(50, ("a", [10, 40]), ("b", [20, 40]), ("c", [30, 40])));
        AssertWeight(weights[0], 0.5, 1, 1);
        AssertWeight(weights[1], 0.5, 0, null);
    }

    /// <remarks>
    /// Indices 30 and 70, variance 20² = 400; parts 10 and 20 go with it by 5 · 20 = 100, parts 20 and 50 by 15 · 20 = 300. Then indices 50 and 30, variance
    /// 10² = 100: parts 10 and 20 go against it by −5 · 10, parts 40 and 10 with it by 15 · 10.
    /// </remarks>
    [Fact]
    public void A_criterion_weighs_as_much_as_it_spreads_the_units_and_less_than_nothing_when_it_goes_the_other_way()
    {
        var along = Weigh(Of(50, ("a", [10, 20]), ("b", [20, 50])));
        AssertWeight(along[0], 0.5, 0.25, 1);
        AssertWeight(along[1], 0.5, 0.75, 1);

        var against = Weigh(Of(50, ("a", [10, 40]), ("b", [20, 10])));
        AssertWeight(against[0], 0.5, -0.5, -1);
        AssertWeight(against[1], 0.5, 1.5, 1);
    }

    /// <remarks>a: 60 + 2 of 3 bonus − 1; b: 80 + 0 − 0. Indices 61 and 80, halves of differences 9.5; parts 10 · 9.5, −1 · 9.5, 0.5 · 9.5 over 9.5².</remarks>
    [Fact]
    public void Bonus_and_penalty_weigh_nothing_on_paper_and_what_the_caps_leave_of_them_in_effect()
    {
        var group = new AnalysedGroup([Unit("a", 60, 3, 1), Unit("b", 80, 0, 0)]) { BonusCap = 2, PenaltyCap = 1 };
        var weights = Weigh(group);
        AssertWeight(weights[0], 1, 10 / 9.5, 1);
        AssertWeight(weights[1], 0, -1 / 9.5, -1);
        AssertWeight(weights[2], 0, 0.5 / 9.5, 1);

        AnalysedUnit Unit(string key, decimal points, decimal bonus, decimal penalty) =>
            new(key, [Leaf("1", 100, points), Leaf("B", 3, bonus, kind: LeafKind.Bonus), Leaf("P", 3, penalty, kind: LeafKind.Penalty)]);
    }

    /// <remarks>Of a, only leaf 1 applies: its part is 30 of 50, 60 points of the index.</remarks>
    [Fact]
    public void A_part_is_measured_by_what_applies_to_the_unit_and_a_unit_without_an_index_has_none()
    {
        var group = new AnalysedGroup(
        [
            new("a", [Leaf("1", 50, 30), Leaf("2", 50, null, applicable: false)]), new("b", [Leaf("1", 50, 20), Leaf("2", 50, 30)]), new("c", [Leaf("1", 50, 50), Leaf("2", 50, null)]),
        ]);
        var weights = Weigh(group); // indices 60 and 50; parts 60 and 20, 0 and 30
        AssertWeight(weights[0], 0.5, 4, 1);
        AssertWeight(weights[1], 0.5, -3, -1);
    }

    [Fact]
    public void Without_difference_between_the_units_nothing_weighs()
    {
        Assert.All(Weigh(Of(50, ("a", [10, 20]), ("b", [20, 10]))), weight => Assert.Equal((0.5, null, null), (weight.Nominal, weight.Effective, weight.Correlation)));
        Assert.All(Weigh(Of(50, ("a", [10, null]))), weight => Assert.Null(weight.Effective));
    }

    [Fact]
    public void Where_no_survey_is_held_its_leaves_weigh_nothing()
    {
        AnalysedUnit[] units = [new("a", [Leaf("1", 60, 30), Leaf("2", 40, 30, PointSource.Survey)]), new("b", [Leaf("1", 60, 20), Leaf("2", 40, 10, PointSource.Survey)])];
        var weights = Weigh(new AnalysedGroup(units) { SurveyHeld = false });
        AssertWeight(weights[0], 1, 1, 1);
        AssertWeight(weights[1], 0, 0, null);
    }

    [Fact]
    public void Effective_weights_of_all_leaves_sum_to_1_and_a_fields_is_the_sum_of_its_leaves() => Always.True(Small, group =>
    {
        var leaves = Leaves(group);
        var weights = EffectiveWeights.Compute(group, leaves);
        var field = EffectiveWeights.Compute(group, [new("LV", [.. leaves.Take(3).Select(leaf => leaf.Code)])])[0];
        Assert.Equal(weights.Take(3).Sum(weight => weight.Nominal), field.Nominal, 12);
        if (weights[0].Effective is null)
        {
            Assert.True(Rank(group).Values.Select(unit => unit.Index).OfType<decimal>().Distinct().Count() < 2);
            return;
        }

        Assert.Equal(1, weights.Sum(weight => weight.Effective!.Value), 1e-9);
        Assert.Equal(weights.Take(3).Sum(weight => weight.Effective!.Value), field.Effective!.Value, 1e-9);
        Assert.All(weights, weight => Assert.InRange(weight.Correlation ?? 0, -1, 1));
    });

    [Fact]
    public void The_order_of_the_units_does_not_matter() => Always.True(Small, group => Assert.Equal(
        EffectiveWeights.Compute(group, Leaves(group)), EffectiveWeights.Compute(Shuffled(group, seed: 1), Leaves(group))));

    [Fact]
    public void A_criterion_without_leaves_or_with_an_unknown_one_is_refused()
    {
        var group = Of(50, ("a", [10, 20]));
        Assert.Throws<ArgumentException>(() => EffectiveWeights.Compute(group, [new("LV", [])]));
        Assert.Throws<ArgumentException>(() => EffectiveWeights.Compute(group, [new("LV", ["1", "3"])]));
    }

    private static IReadOnlyList<CriterionWeight> Weigh(AnalysedGroup group) => EffectiveWeights.Compute(group, Leaves(group));

    private static void AssertWeight(CriterionWeight weight, double nominal, double effective, double? correlation)
    {
        Assert.Equal(nominal, weight.Nominal, 12);
        Assert.Equal(effective, weight.Effective!.Value, 12);
        Assert.Equal(correlation is null, weight.Correlation is null);
        Assert.Equal(correlation ?? 0, weight.Correlation ?? 0, 12);
    }
}
