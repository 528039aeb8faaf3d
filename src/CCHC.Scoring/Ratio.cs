using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>A ratio kept as its two numbers, so that comparing it with a threshold multiplies and never divides.</summary>
internal readonly record struct Ratio(decimal Numerator, decimal Denominator)
{
    private decimal Percent => Numerator * 100 / Denominator;

    public string PercentText => Fixed2(Percent);

    /// <summary>Whether <see cref="PercentText"/> is the ratio itself and not its rounding.</summary>
    public bool PercentIsExact => decimal.Round(Percent, 2) == Percent;

    public bool IsAtLeast(decimal percent) => Numerator * 100 >= percent * Denominator;

    public bool Exceeds(decimal percent) => Numerator * 100 > percent * Denominator;

    public string Explain(string subject) =>
        $"{subject} = {Text(Numerator)} / {Text(Denominator)} {(PercentIsExact ? '=' : '≈')} {PercentText} %";
}
