using static CCHC.Scoring.IccForm;
using static CCHC.Scoring.KappaWeights;

namespace CCHC.Scoring.Tests;

public sealed class AgreementTests
{
    /// <summary>
    /// Shrout &amp; Fleiss, "Intraclass correlations: uses in assessing rater reliability", Psychological Bulletin 86 (1979) 420–428,
    /// Table 2, "Four ratings on six targets".
    /// </summary>
    private static readonly decimal[][] ShroutAndFleiss =
    [
        [9, 2, 5, 8],
        [6, 1, 3, 2],
        [8, 4, 6, 8],
        [7, 1, 2, 6],
        [10, 5, 6, 9],
        [6, 2, 4, 7],
    ];

    // R package irr 0.84.1 (Gamer, Lemon, Fellows & Singh), data set "anxiety": 20 subjects, 3 raters, 1 (not at all) to 6 (extremely).
    private static readonly int[] Anxiety1 = [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3];
    private static readonly int[] Anxiety2 = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4];
    private static readonly int[] Anxiety3 = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2];

    /// <summary>The published .17, .29 and .71, from mean squares: targets 11.24, within 6.26, judges 32.49, residual 1.02.</summary>
    /// <remarks>
    /// Again by hand: sum 127, of squares 841; squared sums of the targets 2913, of the judges 4617; correction 127² / 24 = 672.04.
    /// Targets (2913 / 4 − 672.04) / 5 = 11.24; within (841 − 2913 / 4) / 18 = 6.26; judges (4617 / 6 − 672.04) / 3 = 32.49;
    /// residual (168.96 − 56.21 − 97.46) / 15 = 1.02. ICC(1,1) = (11.24 − 6.26) / (11.24 + 3 × 6.26) = 4.98 / 30.02;
    /// ICC(2,1) = (11.24 − 1.02) / (11.24 + 3 × 1.02 + 4 × (32.49 − 1.02) / 6) = 10.22 / 35.28; ICC(3,1) = 10.22 / (11.24 + 3 × 1.02) = 10.22 / 14.30.
    /// </remarks>
    [Theory]
    [InlineData(OneWay, 0.17)]
    [InlineData(TwoWayRandom, 0.29)]
    [InlineData(TwoWayFixed, 0.71)]
    public void Six_targets_and_four_judges_agree_as_Shrout_and_Fleiss_print(IccForm form, double printed) =>
        Assert.Equal(printed, Agreement.Icc(ShroutAndFleiss, form)!.Value, 2);

    [Theory]
    [InlineData(OneWay)]
    [InlineData(TwoWayRandom)]
    [InlineData(TwoWayFixed)]
    public void Judges_who_agree_perfectly_have_a_correlation_of_1(IccForm form) =>
        Assert.Equal(1, Agreement.Icc([[1, 1, 1], [2.5m, 2.5m, 2.5m], [4, 4, 4]], form));

    /// <remarks>
    /// By hand: targets 2 df, mean squares 2 between targets, 0 residual; judges 1 df, 3 × 2 / 4 = 1.5; within (0 + 1.5) / 3 = 0.5.
    /// ICC(1,1) = 1.5 / 2.5; ICC(2,1) = 2 / (2 + 2 × 1.5 / 3); ICC(3,1) = 2 / 2.
    /// </remarks>
    [Theory]
    [InlineData(OneWay, 0.6)]
    [InlineData(TwoWayRandom, 2.0 / 3)]
    [InlineData(TwoWayFixed, 1)]
    public void A_judge_who_is_always_one_point_stricter_disagrees_unless_the_judges_are_fixed(IccForm form, double expected) =>
        Assert.Equal(expected, Agreement.Icc([[2, 1], [3, 2], [4, 3]], form)!.Value, 12);

    [Fact]
    public void A_shift_of_one_judge_lowers_the_random_form_and_not_the_fixed()
    {
        var shifted = ShroutAndFleiss.Select(x => (decimal[])[x[0] + 5, .. x[1..]]).ToArray();
        Assert.True(Agreement.Icc(shifted, TwoWayRandom) < Agreement.Icc(ShroutAndFleiss, TwoWayRandom));
        Assert.Equal(Agreement.Icc(ShroutAndFleiss, TwoWayFixed), Agreement.Icc(shifted, TwoWayFixed));
    }

    [Fact]
    public void The_one_way_form_does_not_ask_which_member_stands_in_which_column() => Assert.Equal(
        Agreement.Icc([[9, 2], [6, 1], [8, 4]], OneWay),
        Agreement.Icc([[2, 9], [6, 1], [4, 8]], OneWay));

    [Theory]
    [InlineData(OneWay)]
    [InlineData(TwoWayRandom)]
    [InlineData(TwoWayFixed)]
    public void Without_two_targets_two_judges_and_variance_there_is_no_correlation(IccForm form)
    {
        Assert.Null(Agreement.Icc([], form));
        Assert.Null(Agreement.Icc([[1, 2]], form));
        Assert.Null(Agreement.Icc([[], []], form));
        Assert.Null(Agreement.Icc([[1], [2]], form));
        Assert.Null(Agreement.Icc([[3, 3], [3, 3]], form));
        Assert.Null(Agreement.Icc([[1m / 3, 1m / 3], [1m / 3, 1m / 3], [1m / 3, 1m / 3]], form));
    }

    [Fact]
    public void Judges_who_differ_only_by_a_shift_and_see_no_difference_between_targets_have_no_correlation_when_fixed()
    {
        Assert.Null(Agreement.Icc([[1m / 3, 2], [1m / 3, 2], [1m / 3, 2]], TwoWayFixed));
        Assert.Equal(0, Agreement.Icc([[1m / 3, 2], [1m / 3, 2], [1m / 3, 2]], TwoWayRandom));
    }

    /// <remarks>By hand: mean squares 0 between targets, 1 within, 0 judges, 2 residual; ICC(2,1) divides by 0 + 2 + 2 × (0 − 2) / 2 = 0.</remarks>
    [Fact]
    public void Two_judges_who_swap_two_points_disagree_as_far_as_possible()
    {
        decimal[][] swapped = [[0, 1], [1, 0]];
        Assert.Equal(-1, Agreement.Icc(swapped, OneWay));
        Assert.Null(Agreement.Icc(swapped, TwoWayRandom));
        Assert.Equal(-1, Agreement.Icc(swapped, TwoWayFixed));
    }

    [Fact]
    public void A_table_with_a_missing_rating_or_an_unknown_form_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Agreement.Icc([[1, 2], [3]], OneWay));
        Assert.Throws<ArgumentException>(() => Agreement.Icc([[], [3]], OneWay));
        Assert.Throws<ArgumentOutOfRangeException>(() => Agreement.Icc(ShroutAndFleiss, (IccForm)3));
    }

    /// <summary>Wikipedia, "Cohen's kappa", simple example of 50 grant proposals, no pages: κ = 0.40.</summary>
    /// <remarks>By hand: pₒ = (20 + 15) / 50 = 0.70; pₑ = 0.5 × 0.6 + 0.5 × 0.4 = 0.50; (0.70 − 0.50) / (1 − 0.50). Two categories have one distance.</remarks>
    [Theory]
    [InlineData(Unweighted)]
    [InlineData(Linear)]
    [InlineData(Quadratic)]
    public void Two_readers_of_fifty_proposals_agree_as_published_whatever_the_weights(KappaWeights weights) =>
        Assert.Equal(0.40, Agreement.WeightedKappa(Pairs([[20, 5], [10, 15]]), 2, weights)!.Value, 12);

    /// <summary>
    /// Fleiss, Levin &amp; Paik, "Statistical Methods for Rates and Proportions", 3rd ed. (2003), chapter 18: 100 diagnoses by two raters, κ = 0.68.
    /// The weighted figures are not printed there.
    /// </summary>
    /// <remarks>
    /// By hand, rows 80, 10, 10, columns 80, 5, 15. Unweighted: pₒ = 0.89, pₑ = 0.64 + 0.005 + 0.015 = 0.66; 0.23 / 0.34.
    /// Linear: observed 1 + 2 × 4 + 5 + 1 = 15; expected (80 × 5 + 2 × 80 × 15 + 10 × 80 + 10 × 15 + 2 × 10 × 80 + 10 × 5) / 100 = 5400 / 100; 1 − 15 / 54.
    /// Quadratic: observed 1 + 4 × 4 + 5 + 1 = 23; expected (400 + 4 × 1200 + 800 + 150 + 4 × 800 + 50) / 100 = 9400 / 100; 1 − 23 / 94.
    /// </remarks>
    [Theory]
    [InlineData(Unweighted, 0.23 / 0.34)]
    [InlineData(Linear, 1 - (15.0 / 54))]
    [InlineData(Quadratic, 1 - (23.0 / 94))]
    public void Two_raters_of_a_hundred_diagnoses_agree_as_published(KappaWeights weights, double expected) =>
        Assert.Equal(expected, Agreement.WeightedKappa(Pairs([[75, 1, 4], [5, 4, 1], [0, 0, 10]]), 3, weights)!.Value, 12);

    /// <summary>SAS print-out kept by statsmodels, statsmodels/stats/tests/test_inter_rater.py: simple kappa 0.4842, weighted (0, 1, 2) 0.4701.</summary>
    /// <remarks>
    /// By hand, rows 5, 8, 6, columns 0, 13, 6 of 19: simple (13 / 19 − 140 / 361) / (1 − 140 / 361) = 107 / 221;
    /// weighted: observed 4 + 2 + 1 = 7, expected (65 + 60 + 0 + 48 + 0 + 78) / 19 = 251 / 19; 1 − 133 / 251.
    /// </remarks>
    [Theory]
    [InlineData(Unweighted, 0.4842)]
    [InlineData(Linear, 0.4701)]
    public void A_category_that_one_judge_never_gives_still_counts(KappaWeights weights, double printed) =>
        Assert.Equal(printed, Agreement.WeightedKappa(Pairs([[0, 4, 1], [0, 8, 0], [0, 1, 5]]), 3, weights)!.Value, 4);

    /// <summary>R package irr, manual page "kappa2", first example, <c>kappa2(anxiety[,1:2], "squared")</c>; the page prints no output, so by hand.</summary>
    /// <remarks>
    /// Counts 2, 6, 5, 2, 4, 1 and 1, 5, 8, 4, 0, 2: observed 14 differ, by 50 squared; expected (400 − 2 − 30 − 40 − 8 − 0 − 2) / 20 = 318 / 20
    /// and 1422 / 20; 1 − 280 / 318 and 1 − 1000 / 1422.
    /// </remarks>
    [Theory]
    [InlineData(Unweighted, 1 - (280.0 / 318))]
    [InlineData(Quadratic, 1 - (1000.0 / 1422))]
    public void The_first_two_raters_of_anxiety_agree_as_computed_by_hand(KappaWeights weights, double expected) =>
        Assert.Equal(expected, Agreement.WeightedKappa([.. Anxiety1.Zip(Anxiety2, (x, y) => (x - 1, y - 1))], 6, weights)!.Value, 12);

    /// <summary>Output of irr's <c>kappa2(anxiety[,2:3])</c>, "equal" and "squared", kept by statsmodels, statsmodels/stats/tests/test_inter_rater.py.</summary>
    /// <remarks>
    /// irr drops the 5, which neither rater gave, so five categories. By hand: observed 16 differ, by 24 and by 46 squared;
    /// expected 318 / 20, 562 / 20, 1230 / 20; 1 − 320 / 318, 1 − 480 / 562, 1 − 920 / 1230.
    /// </remarks>
    [Theory]
    [InlineData(Unweighted, -0.006289308)]
    [InlineData(Linear, 0.1459075)]
    [InlineData(Quadratic, 0.2520325)]
    public void The_last_two_raters_of_anxiety_agree_as_the_R_package_irr_prints(KappaWeights weights, double printed) =>
        Assert.Equal(printed, Agreement.WeightedKappa([.. Anxiety2.Select(WithoutFive).Zip(Anxiety3.Select(WithoutFive))], 5, weights)!.Value, 7);

    [Theory]
    [InlineData(Unweighted)]
    [InlineData(Linear)]
    [InlineData(Quadratic)]
    public void Judges_who_agree_perfectly_have_a_kappa_of_1(KappaWeights weights) =>
        Assert.Equal(1, Agreement.WeightedKappa([(0, 0), (1, 1), (3, 3)], 4, weights));

    [Theory]
    [InlineData(Unweighted)]
    [InlineData(Linear)]
    [InlineData(Quadratic)]
    public void Without_pairs_or_with_one_category_throughout_there_is_no_kappa(KappaWeights weights)
    {
        Assert.Null(Agreement.WeightedKappa([], 3, weights));
        Assert.Null(Agreement.WeightedKappa([(2, 2), (2, 2)], 3, weights));
        Assert.Null(Agreement.WeightedKappa([(0, 0)], 1, weights));
    }

    [Theory]
    [InlineData(-1, 0, 3, Linear)]
    [InlineData(0, -1, 3, Linear)]
    [InlineData(3, 0, 3, Linear)]
    [InlineData(0, 3, 3, Linear)]
    [InlineData(0, 0, 0, Linear)]
    [InlineData(0, 0, 3, (KappaWeights)3)]
    public void A_category_off_the_scale_an_empty_scale_or_unknown_weights_are_refused(int first, int second, int categories, KappaWeights weights) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Agreement.WeightedKappa([(first, second)], categories, weights));

    [Fact]
    public void Points_of_several_judges_deviate_from_their_mean_as_computed_by_hand()
    {
        // Mean 3.85, twice 0.15 off: √(2 · 0.0225 / 1) = √0.045.
        Assert.Equal(Math.Sqrt(0.045), Agreement.Deviation([4, 3.7m])!.Value, 12);

        // Mean 2: √((1 + 0 + 1) / 2) = 1.
        Assert.Equal(1, Agreement.Deviation([1, 2, 3])!.Value, 12);
        Assert.Null(Agreement.Deviation([5]));
        Assert.Null(Agreement.Deviation([]));
    }

    /// <summary>Two judges give 4 and 3, three give 1, 2 and 3, one gives 9: squares within are 0.5 + 2 of 1 + 2 + 0 degrees of freedom.</summary>
    [Fact]
    public void Deviations_within_targets_are_pooled_by_their_degrees_of_freedom()
    {
        Assert.Equal(Math.Sqrt(2.5 / 3), Agreement.PooledDeviation([(2, Math.Sqrt(0.5)), (3, 1), (1, 0)])!.Value, 12);
        Assert.Null(Agreement.PooledDeviation([(1, 0)]));
        Assert.Null(Agreement.PooledDeviation([]));
    }

    /// <summary>Shrout &amp; Fleiss print 6.26 as the mean square within targets of their six targets and four judges.</summary>
    [Fact]
    public void The_pooled_deviation_of_Shrout_and_Fleiss_is_the_root_of_the_mean_square_they_print() => Assert.Equal(
        6.26, Math.Round(Math.Pow(Agreement.PooledDeviation([.. ShroutAndFleiss.Select(row => (row.Length, Agreement.Deviation(row)!.Value))])!.Value, 2), 2));

    private static (int First, int Second)[] Pairs(int[][] table) =>
        [.. table.SelectMany((row, i) => row.SelectMany((count, j) => Enumerable.Repeat((i, j), count)))];

    private static int WithoutFive(int rating) => rating == 6 ? 4 : rating - 1;
}
