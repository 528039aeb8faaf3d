using System.Globalization;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Criteria.Calendars;

/// <summary>Dates and times as people in Việt Nam say them; everything stored is UTC.</summary>
internal static class LocalTime
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "dd/MM/yyyy HH:mm"];

    public static TimeOnly TimeOf(DateTimeOffset instant) => TimeOnly.FromDateTime(VietnamTime.Of(instant).DateTime);

    /// <summary>The first moment of a local day.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => ToUtc(day.ToDateTime(TimeOnly.MinValue));

    public static string Text(DateTimeOffset instant) => VietnamTime.Of(instant).ToString("HH:mm 'ngày' dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>Reads a local time, or one with its offset; false when the text is neither.</summary>
    public static bool TryParse(string? text, out DateTimeOffset instant)
    {
        if (DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            instant = ToUtc(local);
            return true;
        }

        instant = default;
        if (text is null || !text.Contains('T', StringComparison.Ordinal)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
            || !(text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal)))
        {
            return false;
        }

        instant = parsed.ToUniversalTime();
        return true;
    }

    private static DateTimeOffset ToUtc(DateTime local) => new(TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), VietnamTime.Zone), TimeSpan.Zero);
}
