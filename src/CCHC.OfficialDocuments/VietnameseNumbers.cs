using System.Globalization;

namespace CCHC.OfficialDocuments;

/// <summary>Numbers as documents write them, "1.234,50", on whatever machine.</summary>
public static class VietnameseNumbers
{
    public static NumberFormatInfo Format { get; } = NumberFormatInfo.ReadOnly(
        new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = ".", NumberGroupSizes = [3], NegativeSign = "−" });

    /// <summary>"1.234".</summary>
    public static string Whole(int value) => value.ToString("#,##0", Format);

    /// <summary>With two to four decimals.</summary>
    public static string Exact(decimal value) => value.ToString("#,##0.00##", Format);
}
