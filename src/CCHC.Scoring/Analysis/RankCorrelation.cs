namespace CCHC.Scoring.Analysis;

/// <summary>How alike two orders or two measurements of the same units are: 1 is the same, −1 the reverse; statistics, hence <see cref="double"/>.</summary>
public static class RankCorrelation
{
    /// <summary>Pearson's product-moment correlation.</summary>
    /// <returns>Null where undefined: fewer than two pairs, or no variance on a side.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static double? Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        RequirePairs(x.Count, y.Count);
        var (xx, xy, yy) = (Covariance(x, x), Covariance(x, y), Covariance(y, y));
        return xx > 0 && yy > 0 ? Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1) : null;
    }

    /// <summary>Spearman's rho: Pearson's correlation of the ranks, equals sharing the mean of their places.</summary>
    /// <returns>Null where undefined: fewer than two pairs, or all equal on a side.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static double? Spearman(IReadOnlyList<int> x, IReadOnlyList<int> y) => Pearson(MeanRanks(x), MeanRanks(y));

    /// <summary>Kendall's tau-b, which allows for equals: Kendall, Biometrika 33 (1945) 239.</summary>
    /// <returns>Null where undefined: fewer than two pairs, or all equal on a side.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static double? Kendall(IReadOnlyList<int> x, IReadOnlyList<int> y)
    {
        RequirePairs(x.Count, y.Count);
        var (agreement, differX, differY) = (0L, 0L, 0L);
        for (var i = 0; i < x.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (x[i].CompareTo(x[j]), y[i].CompareTo(y[j]));
                agreement += a * b;
                differX += a * a;
                differY += b * b;
            }
        }

        return differX == 0 || differY == 0 ? null : agreement / Math.Sqrt((double)differX * differY);
    }

    /// <summary>Of a whole population, unscaled lists of equal length; 0 for none.</summary>
    internal static double Covariance(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count == 0)
        {
            return 0;
        }

        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Count;
    }

    private static double[] MeanRanks(IReadOnlyList<int> values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) + 1) / 2.0))];

    private static void RequirePairs(int x, int y)
    {
        if (x != y)
        {
            throw new ArgumentException("Every value needs its pair.", nameof(y));
        }
    }
}
