using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>min(1, x / target) × maximum, e.g. an 80 % target for online files; plain "ratio × maximum" is a target of 100.</summary>
/// <remarks>Reads <see cref="LeafData.Numerator"/> and <see cref="LeafData.Denominator"/>.</remarks>
/// <param name="TargetPercent">Percent, from 0.001 to 1000.</param>
public sealed record CappedProportionalRule(decimal TargetPercent) : RatioRule
{
    internal override IEnumerable<string> Problems(decimal max)
    {
        if (TargetPercent is < Parameter.SmallestPercentSpan or > Parameter.LargestPercent)
        {
            yield return $"Mục tiêu phải từ {Text(Parameter.SmallestPercentSpan)} đến {Text(Parameter.LargestPercent)} %.";
        }
    }

    internal override string Describe(decimal max) =>
        $"Tỷ lệ từ {Text(TargetPercent)} % trở lên: {Text(max)} điểm; thấp hơn: {Line(max, "tỷ lệ")}.";

    private protected override (decimal Points, string Step) Score(Ratio ratio, decimal max)
    {
        if (ratio.IsAtLeast(TargetPercent))
        {
            return (max, $"Đạt mục tiêu {Text(TargetPercent)} %: {Text(max)} điểm");
        }

        var points = Math.Min(max, max * 100 * ratio.Numerator / (TargetPercent * ratio.Denominator));
        return (points, Equation(Line(max, ratio.PercentText), points, ratio.PercentIsExact));
    }

    private string Line(decimal max, string x) => $"{Text(max)} × {x} / {Text(TargetPercent)}";
}
