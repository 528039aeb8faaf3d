using CCHC.Scoring.Analysis;
using CCHC.Scoring.Tests.Properties;
using FsCheck.Fluent;
using static CCHC.Scoring.Tests.Analysis.Groups;

namespace CCHC.Scoring.Tests.Analysis;

public sealed class DistributionsTests
{
    /// <remarks>Four values: the quartiles lie at 1.75, 2.5 and 3.25, as R's <c>quantile(c(.2, .4, .6, .8))</c> has it.</remarks>
    [Fact]
    public void Four_units_give_the_quartiles_of_type_7()
    {
        var distribution = Assert.Single(Distributions.Compute(Of(10, ("a", [8]), ("b", [2]), ("c", [6]), ("d", [4])), [AnalysedCriterion.Leaf("1")]));
        Assert.Equal(new CriterionDistribution("1", 4, 0.2m, 0.35m, 0.5m, 0.65m, 0.8m, 0.5m), distribution);
    }

    /// <remarks>Shares of the field: (8 + 3) / 20; 4 / 10, for the other leaf does not apply; c is not scored, to d nothing applies.</remarks>
    [Fact]
    public void A_field_is_read_from_the_leaves_that_apply_and_only_of_units_that_are_scored()
    {
        var group = new AnalysedGroup([Unit("a", 8, 3), Unit("b", 4, 9, second: false), Unit("c", 5, null), Unit("d", 1, 1, first: false, second: false)]);
        Assert.Equal(
            [new("LV", 2, 0.4m, 0.4375m, 0.475m, 0.5125m, 0.55m, 0.475m)],
            Distributions.Compute(group, [new("LV", ["1", "2", "B"])]));

        AnalysedUnit Unit(string key, decimal? one, decimal? two, bool first = true, bool second = true) =>
            new(key, [Leaf("1", 10, one, applicable: first), Leaf("2", 10, two, applicable: second), Leaf("B", 3, 3, kind: LeafKind.Bonus)]);
    }

    [Fact]
    public void A_bonus_by_itself_is_read_as_a_share_of_its_own_maximum_and_0_where_none_was_given()
    {
        var group = new AnalysedGroup([new("a", [Leaf("B", 4, 3, kind: LeafKind.Bonus)]), new("b", [Leaf("B", 4, null, kind: LeafKind.Bonus)])]) { BonusCap = 1 };
        Assert.Equal([new("B", 2, 0, 0.1875m, 0.375m, 0.5625m, 0.75m, 0.375m)], Distributions.Compute(group, [AnalysedCriterion.Leaf("B")]));
    }

    [Fact]
    public void A_criterion_of_no_unit_has_no_figures()
    {
        AnalysedUnit[] units = [new("a", [Leaf("1", 10, 5, PointSource.Survey)])];
        Assert.Equal(
            [new("1", 0, null, null, null, null, null, null)],
            Distributions.Compute(new AnalysedGroup(units) { SurveyHeld = false }, [AnalysedCriterion.Leaf("1")]));
        Assert.Throws<ArgumentException>(() => Distributions.Compute(new AnalysedGroup(units), [AnalysedCriterion.Leaf("2")]));
    }

    [Fact]
    public void Figures_go_up_from_minimum_to_maximum_within_0_to_1_and_do_not_depend_on_the_order_of_units() => Always.True(Small, group =>
    {
        var distributions = Distributions.Compute(group, Leaves(group));
        Assert.Equal(distributions, Distributions.Compute(Shuffled(group, seed: 1), Leaves(group)));
        Assert.All(distributions.Where(x => x.Units > 0), x =>
        {
            decimal[] figures = [0, x.Minimum!.Value, x.LowerQuartile!.Value, x.Median!.Value, x.UpperQuartile!.Value, x.Maximum!.Value, 1];
            Assert.Equal(figures.Order(), figures);
            Assert.InRange(x.Mean!.Value, x.Minimum.Value, x.Maximum.Value);
        });
    });

    /// <summary>The definition, read the other way: of n values, the k-th is the quantile of (k − 1) / (n − 1), and between neighbours it is linear.</summary>
    [Fact]
    public void The_kth_value_is_its_own_quantile_and_halfway_between_two_lies_their_mean() => Always.True(
        from values in Generate.Thousandths(0, 10_000).NonEmptyListOf()
        select values.Order().ToList(),
        values =>
        {
            Assert.Equal((values[0], values[^1]), (Distributions.Quantile(values, 0), Distributions.Quantile(values, 1)));
            for (var k = 1; k < values.Count; k++)
            {
                Assert.Equal(values[k], Distributions.Quantile(values, (decimal)k / (values.Count - 1)), 20);
                Assert.Equal((values[k - 1] + values[k]) / 2, Distributions.Quantile(values, (k - 0.5m) / (values.Count - 1)), 20);
            }
        });

    [Fact]
    public void There_is_no_quantile_of_nothing_or_outside_0_to_1()
    {
        Assert.Throws<ArgumentException>(() => Distributions.Quantile([], 0.5m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distributions.Quantile([1], 1.001m));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distributions.Quantile([1], -0.001m));
    }
}
