namespace CCHC.Survey.Estimates;

/// <summary>Means and totals of a whole from a sample, with their standard errors, by Taylor linearisation: Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992), chapter 5.</summary>
/// <remarks>Statistics, not points: binary floating point is accurate enough, and roots are needed.</remarks>
public static class Estimation
{
    /// <summary>97.5 % of a normal distribution lie below it.</summary>
    private const double Normal975 = 1.959963984540054;

    /// <summary>One who answered.</summary>
    /// <param name="Stratum">Strata are drawn from separately.</param>
    /// <param name="Psu">What was drawn first, such as a commune; each person its own where people were drawn at once.</param>
    /// <param name="Weight">How many of the whole one stands for, above 0.</param>
    /// <param name="Value">The answer; 0 or 1 for a share.</param>
    /// <param name="PsusOfStratum">How many there are to draw from, at least as many as were drawn; null to leave the finite population out.</param>
    public sealed record Observation(string Stratum, string Psu, double Weight, double Value, double? PsusOfStratum = null);

    /// <param name="StandardError">Null where a stratum has one unit only, for which nothing varies.</param>
    public sealed record Estimate(double Value, double? StandardError)
    {
        /// <summary>The interval that holds the value of the whole in 95 of 100 samples.</summary>
        public (double Low, double High)? Interval => StandardError is { } error ? (Value - (Normal975 * error), Value + (Normal975 * error)) : null;
    }

    /// <summary>The weighted mean, a ratio of two totals; null for no observations.</summary>
    public static Estimate? Mean(IReadOnlyCollection<Observation> observations)
    {
        if (observations.Count == 0)
        {
            return null;
        }

        var weights = observations.Sum(x => x.Weight);
        var mean = observations.Sum(x => x.Weight * x.Value) / weights;
        return new Estimate(mean, StandardError(observations, x => x.Weight * (x.Value - mean) / weights));
    }

    /// <summary>The weighted sum; null for no observations.</summary>
    public static Estimate? Total(IReadOnlyCollection<Observation> observations) =>
        observations.Count == 0 ? null : new Estimate(observations.Sum(x => x.Weight * x.Value), StandardError(observations, x => x.Weight * x.Value));

    private static double? StandardError(IReadOnlyCollection<Observation> observations, Func<Observation, double> contribution)
    {
        var variance = 0d;
        foreach (var stratum in observations.GroupBy(x => x.Stratum, StringComparer.Ordinal))
        {
            var psus = stratum.GroupBy(x => x.Psu, StringComparer.Ordinal).Select(psu => psu.Sum(contribution)).ToList();
            var drawnFrom = stratum.First().PsusOfStratum;
            if (drawnFrom is { } all && psus.Count >= all)
            {
                continue; // everybody was asked
            }

            if (psus.Count < 2)
            {
                return null;
            }

            var mean = psus.Average();
            variance += (1 - (drawnFrom is { } there ? psus.Count / there : 0)) * psus.Count / (psus.Count - 1) * psus.Sum(psu => (psu - mean) * (psu - mean));
        }

        return Math.Sqrt(variance);
    }
}
