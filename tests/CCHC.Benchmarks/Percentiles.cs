namespace CCHC.Benchmarks;

public static class Percentiles
{
    /// <summary>The smallest value that at least this share of the values does not exceed.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="share">Above 0, up to 1.</param>
    public static double At(this IReadOnlyCollection<double> values, double share) => values.Order().ElementAt((int)Math.Ceiling(values.Count * share) - 1);
}
