using System.Globalization;
using CCHC.Portal.Layout;

namespace CCHC.Portal.SelfAssessments;

/// <summary>When this browser was last at a sheet, kept in the browser: what has changed since is a filter.</summary>
internal static class LastVisit
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);
    private static readonly PathCookie Cookie = new("cchc.visit", TimeSpan.FromDays(90));

    /// <summary>The end of the visit before this one; a visit ends when no page was opened for half an hour.</summary>
    public static DateTimeOffset? Note(HttpContext context, Guid sheet, DateTimeOffset now)
    {
        var (before, last) = Read(Cookie.Read(context));
        if (last is { } seen && now - seen > Pause)
        {
            before = seen;
        }

        Cookie.Keep(context, $"/phieu/{sheet}", $"{before?.ToUnixTimeSeconds()}.{now.ToUnixTimeSeconds()}");
        return before;
    }

    private static (DateTimeOffset? Before, DateTimeOffset? Last) Read(string? cookie) =>
        cookie?.Split('.') is [var before, var last] ? (Time(before), Time(last)) : (null, null);

    private static DateTimeOffset? Time(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 99_999_999_999 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
