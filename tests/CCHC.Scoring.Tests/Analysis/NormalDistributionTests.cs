using CCHC.Scoring.Analysis;

namespace CCHC.Scoring.Tests.Analysis;

public sealed class NormalDistributionTests
{
    /// <summary>The three values for checking that Wichura prints (Applied Statistics 37 (1988) 477), and others of any printed table.</summary>
    [Theory]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.001, -3.090232306167814)]
    [InlineData(1e-20, -9.262340089798408)]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.995, 2.5758293035489004)]
    [InlineData(0.8413447460685429, 1)]
    [InlineData(0.022750131948179209, -2)]
    public void Quantiles_are_those_of_the_tables(double share, double quantile) =>
        Assert.Equal(quantile, NormalDistribution.Quantile(share), 1e-14 * Math.Max(1, Math.Abs(quantile)));

    /// <summary>The share below a value, as an integral of the density by Simpson's rule from 0.</summary>
    [Fact]
    public void The_share_below_a_quantile_is_the_share_asked_for()
    {
        for (var share = 0.0005; share < 1; share += 0.0005)
        {
            var (quantile, steps, sum) = (NormalDistribution.Quantile(share), 400, 0.0);
            for (var i = 0; i <= steps; i++)
            {
                var x = quantile * i / steps;
                sum += Math.Exp(-x * x / 2) * (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2);
            }

            Assert.Equal(share, 0.5 + (sum * quantile / steps / 3 / Math.Sqrt(2 * Math.PI)), 1e-10);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void What_is_not_between_0_and_1_has_no_quantile(double share) => Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(share));
}
