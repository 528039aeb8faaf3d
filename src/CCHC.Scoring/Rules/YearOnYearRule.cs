namespace CCHC.Scoring;

/// <summary>Bands of this year's quantity against last year's, e.g. budget revenue.</summary>
/// <remarks>Reads <see cref="LeafData.ThisYear"/> and <see cref="LeafData.LastYear"/>, in the same unit; a last year of 0 means "not applicable".</remarks>
/// <param name="Bands">As in <see cref="RatioBandsRule"/>; 100 % is "as much as last year".</param>
public sealed record YearOnYearRule(IReadOnlyList<RatioBand> Bands) : RatioRule
{
    public IReadOnlyList<RatioBand> Bands { get; init => field = ValueList.Of(value); } = ValueList.Of(Bands);

    private protected override string Subject => "Năm nay so với năm trước";

    private protected override (decimal? Value, string Name) Over(LeafData data) => (data.ThisYear, "Số liệu năm nay");

    private protected override (decimal? Value, string Name) Under(LeafData data) => (data.LastYear, "Số liệu năm trước");

    internal override IEnumerable<string> Problems(decimal max) => RatioBand.Problems(Bands, max);

    internal override string Describe(decimal max) => $"{Subject} {RatioBand.Describe(Bands, max)}.";

    private protected override (decimal Points, string Step) Score(Ratio ratio, decimal max) => RatioBand.Score(Bands, ratio, max);
}
