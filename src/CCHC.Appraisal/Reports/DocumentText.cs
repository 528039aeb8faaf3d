using System.Globalization;
using CCHC.OfficialDocuments;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Appraisal.Reports;

/// <summary>Numbers, times and lists as the council's documents write them.</summary>
internal static class DocumentText
{
    public const string NotApplicable = "Không phát sinh";
    public const string Practice = " – tập huấn, số liệu giả định";

    /// <summary>A sum or a share, with two decimals.</summary>
    public static string Rounded(decimal value) => IndexCalculator.Round2(value).ToString("#,##0.00", VietnameseNumbers.Format);

    /// <summary>The points of a leaf, with two to four decimals, so that what was decided is not rounded.</summary>
    public static string Exact(decimal value) => VietnameseNumbers.Exact(value);

    /// <summary>"08:30 ngày 05/01/2026" on the clock in Việt Nam.</summary>
    public static string Time(DateTimeOffset instant) => VietnamTime.Of(instant).ToString("HH:mm 'ngày' dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>"08 giờ 30 phút, ngày 05/01/2026" on the clock in Việt Nam.</summary>
    public static string SpokenTime(DateTimeOffset instant) => VietnamTime.Of(instant).ToString("HH 'giờ' mm 'phút, ngày' dd/MM/yyyy", CultureInfo.InvariantCulture);

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
