namespace CCHC.Sampling;

/// <summary>How many to ask.</summary>
public static class SampleSize
{
    /// <summary>n = N / (1 + N·e²), rounded up: the formula of the SIPAS method, after Yamane, Statistics (1967).</summary>
    /// <param name="population">N, at least 1.</param>
    /// <param name="error">e, a share above 0 and below 1, as 0.05.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is out of range.</exception>
    public static int Of(int population, decimal error)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(population, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(error, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(error, 1);
        return (int)Math.Ceiling(population / (1 + (population * error * error)));
    }
}
