namespace CCHC.Scoring;

/// <summary>Bands of a ratio, each worth something, e.g. 100 % → max; 80–&lt;100 % → ratio × max; below 80 % → 0.</summary>
/// <remarks>Reads <see cref="LeafData.Numerator"/> and <see cref="LeafData.Denominator"/>; a ratio above 100 % is fine, a budget can reach 105 %.</remarks>
/// <param name="Bands">From high to low; a band reaches up to the one before it, so there are no gaps, and below the last there are 0 points.</param>
public sealed record RatioBandsRule(IReadOnlyList<RatioBand> Bands) : RatioRule
{
    public IReadOnlyList<RatioBand> Bands { get; init => field = ValueList.Of(value); } = ValueList.Of(Bands);

    internal override IEnumerable<string> Problems(decimal max) => RatioBand.Problems(Bands, max);

    internal override string Describe(decimal max) => $"Tỷ lệ {RatioBand.Describe(Bands, max)}.";

    private protected override (decimal Points, string Step) Score(Ratio ratio, decimal max) => RatioBand.Score(Bands, ratio, max);
}
