using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>A straight line between two thresholds, e.g. 95–100 % → max × (x − 95) / 5: nothing up to the lower, the maximum from the upper on.</summary>
/// <remarks>Reads <see cref="LeafData.Numerator"/> and <see cref="LeafData.Denominator"/>.</remarks>
/// <param name="FromPercent">Percent, 0 or more; at or below it 0 points.</param>
/// <param name="ToPercent">Percent, above <paramref name="FromPercent"/>, at most 1000; at or above it the maximum.</param>
public sealed record InterpolationRule(decimal FromPercent, decimal ToPercent) : RatioRule
{
    internal override IEnumerable<string> Problems(decimal max)
    {
        if (FromPercent < 0 || ToPercent > Parameter.LargestPercent)
        {
            yield return $"Ngưỡng phải từ 0 đến {Text(Parameter.LargestPercent)} %.";
        }
        else if (FromPercent >= ToPercent)
        {
            yield return "Ngưỡng dưới phải nhỏ hơn ngưỡng trên.";
        }
        else if (ToPercent - FromPercent < Parameter.SmallestPercentSpan)
        {
            yield return $"Hai ngưỡng phải cách nhau ít nhất {Text(Parameter.SmallestPercentSpan)} %.";
        }
    }

    internal override string Describe(decimal max) =>
        $"Tỷ lệ từ {Text(ToPercent)} % trở lên: {Text(max)} điểm; trên {Text(FromPercent)} % đến dưới {Text(ToPercent)} %: "
        + $"{Line(max, "tỷ lệ")}; từ {Text(FromPercent)} % trở xuống: 0 điểm.";

    private protected override (decimal Points, string Step) Score(Ratio ratio, decimal max)
    {
        if (ratio.IsAtLeast(ToPercent))
        {
            return (max, $"Từ {Text(ToPercent)} % trở lên: {Text(max)} điểm");
        }

        if (!ratio.Exceeds(FromPercent))
        {
            return (0, $"Từ {Text(FromPercent)} % trở xuống: 0 điểm");
        }

        // Over one common denominator, so that the only inexact step is the last division.
        var points = max * (ratio.Numerator * 100 - FromPercent * ratio.Denominator) / ((ToPercent - FromPercent) * ratio.Denominator);
        points = Math.Clamp(points, 0, max);
        return (points, Equation(Line(max, ratio.PercentText), points, ratio.PercentIsExact));
    }

    private string Line(decimal max, string x) => $"{Text(max)} × ({x} − {Text(FromPercent)}) / ({Text(ToPercent)} − {Text(FromPercent)})";
}
