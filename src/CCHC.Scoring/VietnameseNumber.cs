using System.Globalization;

namespace CCHC.Scoring;

/// <summary>Numbers as Vietnamese readers write them, 1.234,5, whatever culture data the machine has.</summary>
internal static class VietnameseNumber
{
    private static readonly NumberFormatInfo _format = NumberFormatInfo.ReadOnly(
        new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NumberGroupSizes = [3], NegativeSign = "−" });

    /// <summary>Up to four decimals, no trailing zeros.</summary>
    public static string Text(decimal value) => Shown(value).ToString("#,##0.####", _format);

    /// <summary>Exactly two decimals.</summary>
    public static string Fixed2(decimal value) => value.ToString("N2", _format);

    /// <summary>"left = value", or "left ≈ value" when either side is shown rounded.</summary>
    public static string Equation(string left, decimal value, bool leftIsExact = true) =>
        $"{left} {(leftIsExact && Shown(value) == value ? '=' : '≈')} {Text(value)}";

    private static decimal Shown(decimal value) => decimal.Round(value, 4, MidpointRounding.AwayFromZero);
}
