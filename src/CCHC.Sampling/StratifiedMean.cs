using System.Runtime.InteropServices;

namespace CCHC.Sampling;

/// <summary>A stratum of the sample, as it was drawn and as it answered.</summary>
/// <param name="Psus">What was drawn first and answered: clusters (communes) in two stages, else the people themselves.</param>
/// <param name="PsusThere">How many of them there are to draw from; null to leave the finite population out.</param>
/// <param name="Factor">By which every weight of the stratum is multiplied.</param>
public sealed record SampledStratum(int Psus, int? PsusThere, decimal Factor = 1);

/// <param name="Value">Exact.</param>
/// <param name="StandardError">Null where a stratum with answers has one unit only, for which nothing varies.</param>
public sealed record Estimate(decimal Value, decimal? StandardError)
{
    /// <summary>97.5 % of a normal distribution lie below it.</summary>
    private const decimal Normal975 = 1.959963984540054m;

    /// <summary>The interval that holds the value of the whole in 95 of 100 samples.</summary>
    public (decimal Low, decimal High)? Interval => StandardError is { } error ? (Value - (Normal975 * error), Value + (Normal975 * error)) : null;
}

/// <summary>
/// The weighted mean of a part of the population from a stratified sample, taken in one respondent at a time, with its standard error by Taylor
/// linearisation of the ratio Σwy / Σw: Särndal, Swensson and Wretman, Model Assisted Survey Sampling (1992), sections 5.6 and 5.8; the same as
/// svymean and svyby of R's package survey.
/// </summary>
/// <remarks>The mean is exact; errors are statistics, so binary floating point is accurate enough for them, and roots are needed.</remarks>
public sealed class StratifiedMean
{
    private readonly Dictionary<int, Sums> _strata = [];

    /// <summary>Values taken in.</summary>
    public int Values { get; private set; }

    /// <summary>Who gave at least one.</summary>
    public int Respondents { get; private set; }

    /// <param name="stratum">Its place in the list given to <see cref="Estimate"/>.</param>
    /// <param name="psu">The cluster, where clusters were drawn first.</param>
    /// <param name="weight">How many of the whole one stands for, above 0.</param>
    /// <param name="sum">Of the respondent's values.</param>
    /// <param name="count">Of them, at least 1.</param>
    public void Add(int stratum, string? psu, decimal weight, decimal sum, int count)
    {
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_strata, stratum, out _);
        sums ??= new Sums();
        (Values, Respondents) = (Values + count, Respondents + 1);
        var (weighted, weights) = (weight * sum, weight * count);
        (sums.Weighted, sums.Weights) = (sums.Weighted + weighted, sums.Weights + weights);
        var (y, x) = ((double)weighted, (double)weights);
        if (psu is null)
        {
            (sums.Yy, sums.Xy, sums.Xx) = (sums.Yy + (y * y), sums.Xy + (x * y), sums.Xx + (x * x));
        }
        else
        {
            ref var cluster = ref CollectionsMarshal.GetValueRefOrAddDefault(sums.Psus ??= new(StringComparer.Ordinal), psu, out _);
            cluster = (cluster.Y + y, cluster.X + x);
        }
    }

    /// <param name="strata">Of the whole sample: who answered nothing about this part still belongs to the sample.</param>
    /// <returns>Null where nothing was taken in.</returns>
    public Estimate? Estimate(IReadOnlyList<SampledStratum> strata)
    {
        if (Values == 0)
        {
            return null;
        }

        var weights = _strata.Sum(stratum => strata[stratum.Key].Factor * stratum.Value.Weights);
        var mean = _strata.Sum(stratum => strata[stratum.Key].Factor * stratum.Value.Weighted) / weights;
        return new Estimate(mean, StandardError((double)mean, (double)weights, strata) is { } error ? (decimal)error : null);
    }

    private double? StandardError(double mean, double weights, IReadOnlyList<SampledStratum> strata)
    {
        var variance = 0d;
        foreach (var (key, sums) in _strata)
        {
            var (stratum, scale) = (strata[key], (double)strata[key].Factor / weights);
            if (stratum.PsusThere is { } all && stratum.Psus >= all)
            {
                continue; // everybody was asked
            }

            if (stratum.Psus < 2)
            {
                return null;
            }

            // Of the units without an answer about this part the residual is 0, so they count in Psus alone.
            var sum = scale * ((double)sums.Weighted - (mean * (double)sums.Weights));
            var squares = sums.Psus is { } psus
                ? psus.Values.Sum(psu => Square(scale * (psu.Y - (mean * psu.X))))
                : scale * scale * (sums.Yy - (2 * mean * sums.Xy) + (mean * mean * sums.Xx));
            var among = Math.Max(0, squares - (sum * sum / stratum.Psus));
            variance += (1 - (stratum.PsusThere is { } there ? (double)stratum.Psus / there : 0)) * stratum.Psus / (stratum.Psus - 1) * among;
        }

        return Math.Sqrt(variance);
    }

    private static double Square(double x) => x * x;

    private sealed class Sums
    {
        public decimal Weighted { get; set; }
        public decimal Weights { get; set; }
        public double Yy { get; set; }
        public double Xy { get; set; }
        public double Xx { get; set; }
        public Dictionary<string, (double Y, double X)>? Psus { get; set; }
    }
}
