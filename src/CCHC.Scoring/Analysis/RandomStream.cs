namespace CCHC.Scoring.Analysis;

/// <summary>A stream of pseudo-random numbers that depends on nothing but its seed and number: the same on every machine, for whatever thread.</summary>
/// <remarks>SplitMix64: Steele, Lea &amp; Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
internal struct RandomStream
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state;

    /// <param name="seed">Any.</param>
    /// <param name="number">Which of the seed's streams.</param>
    public RandomStream(long seed, int number)
    {
        _state = Mix(unchecked((ulong)seed) + Gamma);
        _state = Mix(_state + (unchecked((ulong)number + 1) * Gamma));
    }

    /// <summary>Uniform between 0 and 1, neither of them: the middles of 2⁵³ equal steps.</summary>
    public double Uniform()
    {
        _state = unchecked(_state + Gamma);
        return ((Mix(_state) >> 11) + 0.5) * (1.0 / (1L << 53));
    }

    /// <summary>Standard normal, by inversion.</summary>
    public double Normal() => NormalDistribution.Quantile(Uniform());

    private static ulong Mix(ulong x)
    {
        unchecked
        {
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }
}
