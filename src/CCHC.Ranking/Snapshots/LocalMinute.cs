using System.Globalization;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Ranking.Snapshots;

/// <summary>A minute on the wall in Việt Nam; everything stored is UTC.</summary>
internal static class LocalMinute
{
    /// <summary>The instant of a text such as <c>2026-11-30T08:00</c>; null where it is no such text.</summary>
    public static DateTimeOffset? Parse(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, VietnamTime.Zone), TimeSpan.Zero)
            : null;

    public static string Text(DateTimeOffset instant) => VietnamTime.Of(instant).ToString("HH:mm 'ngày' dd/MM/yyyy", CultureInfo.InvariantCulture);
}
