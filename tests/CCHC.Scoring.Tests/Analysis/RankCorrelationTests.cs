using CCHC.Scoring.Analysis;
using static CCHC.Scoring.Analysis.RankCorrelation;

namespace CCHC.Scoring.Tests.Analysis;

public sealed class RankCorrelationTests
{
    [Fact]
    public void Two_neighbouring_swaps_of_four_give_a_third_and_six_tenths()
    {
        Assert.Equal(1.0 / 3, Kendall([1, 2, 3, 4], [2, 1, 4, 3])!.Value, 14); // 4 pairs agree, 2 do not, of 6
        Assert.Equal(0.6, Spearman([1, 2, 3, 4], [2, 1, 4, 3])!.Value, 14); // 1 − 6 · 4 / (4 · 15)
    }

    [Fact]
    public void Equals_count_in_neither_direction_and_share_the_mean_of_their_places()
    {
        Assert.Equal(5 / Math.Sqrt(30), Kendall([1, 2, 2, 4], [1, 2, 3, 4])!.Value, 14); // 5 pairs agree; 5 differ on one side, 6 on the other
        Assert.Equal(4.5 / Math.Sqrt(4.5 * 5), Spearman([1, 2, 2, 4], [1, 2, 3, 4])!.Value, 14); // places 1, 2.5, 2.5, 4
    }

    [Fact]
    public void The_same_order_is_1_the_reverse_minus_1_and_without_difference_there_is_none()
    {
        Assert.Equal((1, 1), (Kendall([3, 1, 2], [3, 1, 2]), Spearman([3, 1, 2], [3, 1, 2])));
        Assert.Equal((-1, -1), (Kendall([3, 1, 2], [1, 3, 2]), Spearman([3, 1, 2], [1, 3, 2])));
        Assert.Equal((null, null), (Kendall([1, 1, 1], [1, 2, 3]), Spearman([1, 1, 1], [1, 2, 3])));
        Assert.Equal((null, null, null), (Kendall([], []), Spearman([1], [1]), Pearson([], [])));
    }

    /// <remarks>Deviations −1, 0, 1 and −2, −1, 3: 5 / √(2 · 14).</remarks>
    [Fact]
    public void Pearson_is_the_sum_of_products_over_the_root_of_the_product_of_sums() =>
        Assert.Equal(5 / Math.Sqrt(28), Pearson([1, 2, 3], [2, 3, 7])!.Value, 14);

    [Fact]
    public void Lists_of_different_length_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Pearson([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => Kendall([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => Spearman([1, 2], [1]));
    }
}
