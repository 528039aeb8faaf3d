using CCHC.Scoring.Analysis;
using CCHC.Scoring.Tests.Properties;
using FsCheck.Fluent;
using static CCHC.Scoring.Tests.Analysis.Groups;

namespace CCHC.Scoring.Tests.Analysis;

public sealed class RankIntervalsTests
{
    private const int Many = 100_000;

    [Fact]
    public void Without_uncertainty_every_unit_stands_where_it_truly_stands() => Always.True(Small, group =>
    {
        var truth = Rank(group).Values.Where(unit => unit.Rank is not null).ToList();
        var intervals = Run(group, new Uncertainty(), seed: 1, replications: 3, top: 2);
        Assert.Equal(truth.Select(unit => (unit.Key, unit.Rank!.Value)), intervals.Select(unit => (unit.Key, unit.TrueRank)));
        Assert.All(intervals, (unit, i) =>
        {
            var rank = unit.TrueRank;
            Assert.Equal(((double)rank, rank, rank, rank), (unit.MeanRank, unit.Rank5, unit.Rank50, unit.Rank95));
            Assert.Equal(Enumerable.Range(1, truth.Count).Select(each => each == rank ? 1.0 : 0), unit.RankShares);
            Assert.Equal(rank <= 2 ? 1 : 0, unit.InTop);
            Assert.Equal(i == truth.Count - 1 ? (double?)null : truth[i + 1].Rank > rank ? 1 : 0, unit.AboveNext);
        });
    });

    [Fact]
    public void The_same_seed_gives_the_same_result_on_any_number_of_threads_and_in_any_order_of_units_and_leaves() => Always.True(
        from before in Small
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (Group: before, seed),
        x =>
        {
            var uncertainty = AllUncertain(x.Group);
            var expected = Simulate(x.Group, threads: 1);
            Assert.Equivalent(expected, Simulate(x.Group, threads: 2), strict: true);
            Assert.Equivalent(expected, Simulate(x.Group, threads: 7), strict: true);
            Assert.Equivalent(expected, Simulate(Shuffled(x.Group, x.seed), threads: null), strict: true);

            IReadOnlyList<RankInterval> Simulate(AnalysedGroup group, int? threads) => Run(group, uncertainty, x.seed, replications: 200, top: 2, threads);
        }, times: 100);

    /// <summary>
    /// So that a result published with its seed can be had again from another machine or a later version. The figures were computed by a program in
    /// Python, with SplitMix64 written from the paper and <c>statistics.NormalDist.inv_cdf</c>.
    /// </summary>
    [Fact]
    public void A_seed_gives_the_figures_that_another_program_finds_from_it()
    {
        var group = Of(50, ("a", [40, 35]), ("b", [38, 36]), ("c", [36, 36]));
        var intervals = Run(group, AllUncertain(group), seed: 2025, replications: 1_000, top: 1);
        Assert.Equal(["a: 452 322 226", "b: 317 336 347", "c: 231 342 427"], intervals.Select(unit => $"{unit.Key}: {string.Join(' ', unit.RankShares.Select(share => Math.Round(share * 1_000)))}"));
    }

    [Fact]
    public void Another_seed_gives_other_draws_of_the_same_distribution()
    {
        var group = Of(50, ("a", [40, 35]), ("b", [38, 36]));
        var shares = new[] { 1L, 2, long.MinValue, long.MaxValue }.Select(seed => Run(group, AllUncertain(group), seed, Many)[0].RankShares[0]).ToList();
        Assert.Equal(4, shares.Distinct().Count());
        Assert.All(shares, share => AssertWithin(share, shares[0], Math.Sqrt(2))); // either is off by a standard error
    }

    /// <remarks>b is above a when its error exceeds 1 point, one standard error: 1 − Φ(1) = 0.158655; the mean rank is 2 less that.</remarks>
    [Fact]
    public void A_unit_one_standard_error_behind_is_first_in_16_of_100_replications()
    {
        var group = new AnalysedGroup([new("a", [Leaf("1", 100, 60, PointSource.Survey)]), new("b", [Leaf("1", 100, 59, PointSource.Survey)])]);
        var b = Run(group, new Uncertainty { SurveyErrors = new Dictionary<(string, string), double> { [("b", "1")] = 1 } }, seed: 3, Many, top: 1)[1];
        AssertWithin(b.InTop, 0.158655);
        Assert.Equal((1, 2, 2), (b.Rank5, b.Rank50, b.Rank95));
        Assert.Equal(2 - b.InTop, b.MeanRank, 12);
        Assert.Equal([b.InTop, 1 - b.InTop], b.RankShares);

        // Both uncertain, by appraisers: the difference has a standard error of √2, 1 − Φ(1 / √2) = 0.239750.
        var both = Run(group, new Uncertainty { AppraiserDeviations = new Dictionary<string, double> { ["1"] = 1 } }, seed: 3, Many, top: 1)[1];
        AssertWithin(both.InTop, 0.239750);

        // A survey error of 0.6 and an appraiser's deviation of 0.8 together are one of 1, a's own is 0.8: 1 − Φ(1 / √1.64) = 0.217439.
        var joint = Run(
            group,
            new Uncertainty
            {
                SurveyErrors = new Dictionary<(string, string), double> { [("b", "1")] = 0.6 }, AppraiserDeviations = new Dictionary<string, double> { ["1"] = 0.8 },
            },
            seed: 3, Many, top: 1)[1];
        AssertWithin(joint.InTop, 0.217439);
    }

    /// <remarks>
    /// a has 40 + 20, b 29 + 30 of 50 + 50. b is above a when 29 f + 30 g > 40 f + 20 g, that is f &lt; g / 1.1. With f and g even in 0.75..1.25 that is the
    /// area between: ∫ (g / 1.1 − 0.75) dg from 0.825 to 1.25, 0.082102, over 0.25.
    /// </remarks>
    [Fact]
    public void Weights_that_may_be_off_by_a_quarter_put_a_narrow_second_first_in_33_of_100_replications()
    {
        var group = Of(50, ("a", [40, 20]), ("b", [29, 30]));
        var uncertainty = new Uncertainty { WeightShare = 0.25 };
        AssertWithin(Run(group, uncertainty, seed: 4, Many, top: 1)[1].InTop, 0.328409);

        // Under one weight both leaves grow together, and the index stays.
        var together = uncertainty with { WeightedTogether = [new("LV", ["1", "2"])] };
        Assert.Equal(1, Run(group, together, seed: 4, 1_000)[0].RankShares[0]);
    }

    /// <remarks>Only leaf 1 applies to b, so no weight moves its 70 %; a, with 30 + 42 of 50 + 50, falls below when 30 f + 42 g &lt; 35 f + 35 g: f > 1.4 g.</remarks>
    [Fact]
    public void The_weight_of_a_leaf_that_does_not_apply_does_not_move_a_unit()
    {
        var group = new AnalysedGroup([new("a", [Leaf("1", 50, 30), Leaf("2", 50, 42)]), new("b", [Leaf("1", 50, 35), Leaf("2", 50, 50, applicable: false)])]);
        var a = Run(group, new Uncertainty { WeightShare = 0.25 }, seed: 5, Many)[0];
        AssertWithin(1 - a.RankShares[0], 0.057143); // ∫ (1.25 − 1.4 g) dg from 0.75 to 1.25 / 1.4 is 0.7 (1.25 / 1.4 − 0.75)², over 0.25
    }

    /// <remarks>Both have all points. Half of b's errors are above 0 and are cut off: then it stands beside a, else below.</remarks>
    [Fact]
    public void No_draw_gives_more_than_the_maximum_and_units_drawn_equal_stand_as_they_truly_do()
    {
        var group = new AnalysedGroup([new("a", [Leaf("1", 10, 10, PointSource.Survey)]), new("b", [Leaf("1", 10, 10, PointSource.Survey)])]);
        var intervals = Run(group, new Uncertainty { SurveyErrors = new Dictionary<(string, string), double> { [("b", "1")] = 4 } }, seed: 6, Many);
        Assert.Equal((1, 1), (intervals[0].RankShares[0], intervals[1].TrueRank));
        AssertWithin(intervals[1].RankShares[0], 0.5);
        Assert.Equal(1 - intervals[1].RankShares[0], intervals[0].AboveNext!.Value, 12);
    }

    /// <remarks>b is half a point behind and may win a bonus with an error of 1, from 0: 1 − Φ(0.5) = 0.308538, unless the cap is below half a point.</remarks>
    [Fact]
    public void Drawn_bonus_and_penalty_stay_under_the_groups_caps()
    {
        AnalysedUnit[] units =
        [
            new("a", [Leaf("1", 100, 80.5m), Leaf("B", 3, 0, kind: LeafKind.Bonus, applicable: false), Leaf("P", 3, 0, kind: LeafKind.Penalty, applicable: false)]),
            new("b", [Leaf("1", 100, 80), Leaf("B", 3, 0, kind: LeafKind.Bonus), Leaf("P", 3, 0, kind: LeafKind.Penalty, applicable: false)]),
        ];
        var uncertainty = new Uncertainty { AppraiserDeviations = new Dictionary<string, double> { ["B"] = 1 } };
        AssertWithin(Run(new AnalysedGroup(units), uncertainty, seed: 7, Many, top: 1)[1].InTop, 0.308538);
        Assert.Equal(0, Run(new AnalysedGroup(units) { BonusCap = 0.4m }, uncertainty, seed: 7, 1_000, top: 1)[1].InTop);

        // a has 81.5 less a penalty of 1 with an error of 1: it falls below b when the penalty exceeds 1.5, which a cap of 1.4 never lets it.
        AnalysedUnit[] punished = [new("a", [Leaf("1", 100, 81.5m), Leaf("P", 3, 1, kind: LeafKind.Penalty)]), new("b", [Leaf("1", 100, 80), Leaf("P", 3, 0, kind: LeafKind.Penalty, applicable: false)])];
        var appraised = new Uncertainty { AppraiserDeviations = new Dictionary<string, double> { ["P"] = 1 } };
        AssertWithin(Run(new AnalysedGroup(punished), appraised, seed: 8, Many, top: 1)[1].InTop, 0.308538); // 1 + error > 1.5
        Assert.Equal(0, Run(new AnalysedGroup(punished) { PenaltyCap = 1.4m }, appraised, seed: 8, 1_000, top: 1)[1].InTop);
    }

    [Fact]
    public void Units_without_an_index_are_left_out_and_a_survey_that_is_not_held_is_not_drawn()
    {
        var group = new AnalysedGroup(
        [
            new("a", [Leaf("1", 50, 40), Leaf("2", 50, 40, PointSource.Survey)]), new("b", [Leaf("1", 50, 39), Leaf("2", 50, 40, PointSource.Survey)]),
            new("c", [Leaf("1", 50, null), Leaf("2", 50, 40, PointSource.Survey)]),
        ])
        { SurveyHeld = false };
        var survey = new Uncertainty { SurveyErrors = new Dictionary<(string, string), double> { [("b", "2")] = 20 }, WeightShare = 0.9 };
        Assert.Equal([("a", 1.0), ("b", 2.0)], Run(group, survey, seed: 9, 1_000).Select(unit => (unit.Key, unit.MeanRank)));
        Assert.Empty(Run(Of(50, ("c", [null])), new Uncertainty(), seed: 9));
    }

    [Fact]
    public void Shares_sum_to_1_and_agree_with_the_mean_and_the_quantiles() => Always.True(Small, group =>
        Assert.All(Run(group, AllUncertain(group), seed: 10, replications: 100, top: 2), unit =>
        {
            Assert.Equal(1, unit.RankShares.Sum(), 12);
            Assert.Equal(unit.MeanRank, unit.RankShares.Select((share, i) => share * (i + 1)).Sum(), 12);
            Assert.Equal(unit.InTop, unit.RankShares.Take(2).Sum(), 12);
            foreach (var (rank, share) in new[] { (unit.Rank5, 0.05), (unit.Rank50, 0.5), (unit.Rank95, 0.95) })
            {
                Assert.True(unit.RankShares.Take(rank).Sum() >= share - 1e-12);
                Assert.True(unit.RankShares.Take(rank - 1).Sum() < share - 1e-12);
            }
        }), times: 200);

    [Fact]
    public void What_is_not_there_or_out_of_range_is_refused()
    {
        var group = Of(50, ("a", [40, 30]));
        Assert.Throws<ArgumentException>(() => Simulate(Survey("b", "1", 1)));
        Assert.Throws<ArgumentException>(() => Simulate(Survey("a", "3", 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulate(Survey("a", "1", -0.1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulate(Survey("a", "1", double.PositiveInfinity)));
        Assert.Throws<ArgumentException>(() => Simulate(Appraisers("3", 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulate(Appraisers("1", double.NaN)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulate(new Uncertainty { WeightShare = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulate(new Uncertainty { WeightShare = double.NaN }));
        Assert.Throws<ArgumentException>(() => Simulate(new Uncertainty { WeightedTogether = [new("LV", ["1", "2"]), new("TC", ["1"])] }));
        Assert.Throws<ArgumentException>(() => Simulate(new Uncertainty { WeightedTogether = [new("LV", ["3"])] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulate(new Uncertainty(), replications: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulate(new Uncertainty(), replications: 1_000_001));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulate(new Uncertainty(), top: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Simulate(new Uncertainty(), threads: 0));
        Assert.Throws<OperationCanceledException>(() => RankIntervals.Simulate(group, new Uncertainty(), 1, cancellationToken: new CancellationToken(canceled: true)));

        void Simulate(Uncertainty uncertainty, int replications = 1, int top = 1, int? threads = null) => Run(group, uncertainty, 1, replications, top, threads);

        static Uncertainty Survey(string unit, string leaf, double error) => new() { SurveyErrors = new Dictionary<(string, string), double> { [(unit, leaf)] = error } };

        static Uncertainty Appraisers(string leaf, double deviation) => new() { AppraiserDeviations = new Dictionary<string, double> { [leaf] = deviation } };
    }

    private static IReadOnlyList<RankInterval> Run(
        AnalysedGroup group, Uncertainty uncertainty, long seed, int replications = 1_000, int top = 5, int? threads = null) =>
        RankIntervals.Simulate(group, uncertainty, seed, replications, top, threads, TestContext.Current.CancellationToken);

    private static Uncertainty AllUncertain(AnalysedGroup group) => new()
    {
        SurveyErrors = group.Units.SelectMany(unit => unit.Leaves.Where(leaf => leaf.Source == PointSource.Survey), (unit, leaf) => (unit.Key, leaf))
            .ToDictionary(x => (x.Key, x.leaf.Code), x => (double)x.leaf.Max / 5),
        AppraiserDeviations = group.Units[0].Leaves.ToDictionary(leaf => leaf.Code, leaf => (double)leaf.Max / 10),
        WeightShare = 0.25,
        WeightedTogether = [new("LV", [.. group.Units[0].Leaves.Take(2).Select(leaf => leaf.Code)])],
    };

    /// <summary>Within four standard errors of a proportion: one right simulation in 16 000 lies outside, and a given seed always or never does.</summary>
    private static void AssertWithin(double share, double expected, double times = 1) =>
        Assert.InRange(share - expected, -4 * times * Math.Sqrt(expected * (1 - expected) / Many), 4 * times * Math.Sqrt(expected * (1 - expected) / Many));
}
