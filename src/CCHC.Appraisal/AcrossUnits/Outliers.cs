namespace CCHC.Appraisal.AcrossUnits;

/// <summary>Which units claim something that stands out among the claims of their group: a place to look, not a finding.</summary>
public static class Outliers
{
    /// <summary>With fewer claims nothing stands out.</summary>
    public const int FewestClaims = 5;

    /// <summary>Median absolute deviations of normally distributed values to a standard deviation, and three of these: Leys et al., J. Exp. Soc. Psychol. 49 (2013) 764.</summary>
    private const decimal Deviations = 3 * 1.4826m;

    /// <summary>Less than a fifth of the maximum is nobody's trouble.</summary>
    private const decimal SmallestDistance = 0.2m;

    /// <param name="claims">Points of the leaf, 0 … <paramref name="max"/>, of those to whom it applies.</param>
    /// <param name="max">Of the leaf, above 0.</param>
    /// <returns>For each claim whether it stands out; in the order given.</returns>
    public static IReadOnlyList<bool> Of(IReadOnlyList<decimal> claims, decimal max)
    {
        if (claims.Count < FewestClaims)
        {
            return [.. claims.Select(_ => false)];
        }

        var median = Median(claims);
        var spread = Median([.. claims.Select(points => Math.Abs(points - median))]);
        return [.. claims.Select(points => Math.Abs(points - median) is var distance && distance > Deviations * spread && distance >= SmallestDistance * max)];
    }

    /// <param name="values">At least one.</param>
    public static decimal Median(IReadOnlyList<decimal> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
