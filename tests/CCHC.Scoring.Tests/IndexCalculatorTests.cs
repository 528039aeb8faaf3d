namespace CCHC.Scoring.Tests;

public sealed class IndexCalculatorTests
{
    [Fact]
    public void The_index_is_points_over_applicable_maximum_with_bonus_and_penalty_outside_it()
    {
        var index = IndexCalculator.Compute(
        [
            Leaf("1", 50, 40),
            Leaf("2", 20, 15, PointSource.Survey),
            Leaf("3", 10, 8, PointSource.External),
            Leaf("4", 20, null, applicable: false),
            Leaf("5", 3, 2, kind: LeafKind.Bonus),
            Leaf("6", 3, 1, kind: LeafKind.Penalty),
        ]);

        Assert.Equal(64, index.Points); // 40 + 15 + 8 + 2 − 1
        Assert.Equal(80, index.MaxPoints); // 50 + 20 + 10
        Assert.Equal(80, index.Index); // 64 / 80
        Assert.Equal((40, 15, 8, 2, 1), (index.Appraised, index.Survey, index.External, index.Bonus, index.Penalty));
        Assert.True(index.Complete);
    }

    [Fact]
    public void All_bonus_leaves_together_add_and_all_penalty_leaves_together_take_no_more_than_the_groups_caps()
    {
        LeafScore[] leaves =
        [
            Leaf("1", 100, 80),
            Leaf("2", 3, 2, kind: LeafKind.Bonus), Leaf("3", 3, 2.5m, kind: LeafKind.Bonus),
            Leaf("4", 5, 4, kind: LeafKind.Penalty), Leaf("5", 5, 3, kind: LeafKind.Penalty),
        ];

        var free = IndexCalculator.Compute(leaves);
        Assert.Equal((4.5m, 7, 77.5m), (free.Bonus, free.Penalty, free.Index)); // 80 + (2 + 2.5) − (4 + 3)
        var capped = IndexCalculator.Compute(leaves, bonusCap: 3, penaltyCap: 5);
        Assert.Equal((3, 5, 78), (capped.Bonus, capped.Penalty, capped.Index)); // 80 + 3 − 5
        var wide = IndexCalculator.Compute(leaves, bonusCap: 10, penaltyCap: 10);
        Assert.Equal(free.Index, wide.Index);
        var none = IndexCalculator.Compute(leaves, bonusCap: 0);
        Assert.Equal((0, 73), (none.Bonus, none.Index)); // 80 + 0 − 7
    }

    [Fact]
    public void A_unit_with_fewer_points_can_have_the_higher_index()
    {
        var fewApply = IndexCalculator.Compute([Leaf("1", 84, 68.32m), Leaf("2", 16, null, applicable: false)]);
        var allApply = IndexCalculator.Compute([Leaf("1", 84, 68.32m), Leaf("2", 16, 12.5m)]);
        Assert.True(fewApply.Points < allApply.Points);
        Assert.True(fewApply.Index > allApply.Index); // 81,33 % and 80,82 %
    }

    [Fact]
    public void A_unit_not_scored_completely_has_no_index_and_says_what_is_missing()
    {
        var index = IndexCalculator.Compute([Leaf("2", 50, null), Leaf("1", 40, 30), Leaf("1.1", 10, null)]);
        Assert.Null(index.Index);
        Assert.False(index.Complete);
        Assert.Equal(["2", "1.1"], index.Missing);
        Assert.Equal((30, 100), (index.Points, index.MaxPoints));
    }

    [Fact]
    public void A_unit_to_which_nothing_applies_has_no_index()
    {
        var index = IndexCalculator.Compute([Leaf("1", 10, 5, applicable: false), Leaf("2", 3, 3, kind: LeafKind.Bonus)]);
        Assert.Null(index.Index);
        Assert.True(index.Complete);
    }

    [Fact]
    public void Without_a_survey_the_appraised_part_alone_is_rescaled_to_100()
    {
        LeafScore[] leaves = [Leaf("1", 70, 56), Leaf("2", 30, null, PointSource.Survey)];
        Assert.Equal(80, IndexCalculator.Compute(leaves, surveyHeld: false).Index); // 56 / 70
        Assert.Null(IndexCalculator.Compute(leaves, surveyHeld: true).Index);
    }

    [Fact]
    public void Bonus_and_penalty_are_never_missing_and_stop_at_their_yearly_caps()
    {
        var none = IndexCalculator.Compute([Leaf("1", 100, 90), Leaf("2", 3, null, kind: LeafKind.Bonus), Leaf("3", 3, null, kind: LeafKind.Penalty)]);
        Assert.Equal((90, true), (none.Index, none.Complete));

        var capped = IndexCalculator.Compute([Leaf("1", 100, 90), Leaf("2", 3, 5, kind: LeafKind.Bonus), Leaf("3", 2, 5, kind: LeafKind.Penalty)]);
        Assert.Equal((91, 3, 2), (capped.Index, capped.Bonus, capped.Penalty)); // 90 + 3 − 2
    }

    [Fact]
    public void A_bonus_can_lift_the_index_above_100() =>
        Assert.Equal(102.5m, IndexCalculator.Compute([Leaf("1", 100, 100), Leaf("2", 3, 2.5m, kind: LeafKind.Bonus)]).Index);

    [Fact]
    public void Points_outside_a_leaf_count_as_its_nearer_bound() =>
        Assert.Equal(40, IndexCalculator.Compute([Leaf("1", 40, 45), Leaf("2", 60, -5)]).Index);

    [Fact]
    public void The_index_is_not_rounded() => Assert.Equal(200m / 3m, IndexCalculator.Compute([Leaf("1", 3, 2)]).Index);

    [Fact]
    public void The_mean_of_a_group_is_simple_and_unrounded()
    {
        Assert.Equal(85.006m, IndexCalculator.Mean([85.004m, 85.008m])); // of 85,00 and 85,01, as printed, it would be 85,005
        Assert.Null(IndexCalculator.Mean([]));
    }

    public static TheoryData<decimal, decimal> Values => new()
    {
        { 85.005m, 85.01m }, // a banker would write 85,00
        { 85.004999m, 85 },
        { -0.125m, -0.13m },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Results_are_shown_rounded_half_away_from_zero(decimal value, decimal shown) => Assert.Equal(shown, IndexCalculator.Round2(value));

    private static LeafScore Leaf(
        string code, decimal max, decimal? points, PointSource source = PointSource.Appraised, LeafKind kind = LeafKind.Ordinary, bool applicable = true) =>
        new(code, kind, source, max, points, applicable);
}
