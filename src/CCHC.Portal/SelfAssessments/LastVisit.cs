using System.Globalization;

namespace CCHC.Portal.SelfAssessments;

/// <summary>When this browser was last at a sheet, kept in the browser: what has changed since is a filter.</summary>
internal static class LastVisit
{
    private const string Name = "cchc.visit";
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>The end of the visit before this one; a visit ends when no page was opened for half an hour.</summary>
    public static DateTimeOffset? Note(HttpContext context, Guid sheet, DateTimeOffset now)
    {
        var (before, last) = Read(context.Request.Cookies[Name]);
        if (last is { } seen && now - seen > Pause)
        {
            before = seen;
        }

        context.Response.Cookies.Append(
            Name, $"{before?.ToUnixTimeSeconds()}.{now.ToUnixTimeSeconds()}",
            new CookieOptions { Path = $"/phieu/{sheet}", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = Kept });
        return before;
    }

    private static (DateTimeOffset? Before, DateTimeOffset? Last) Read(string? cookie) =>
        cookie?.Split('.') is [var before, var last] ? (Time(before), Time(last)) : (null, null);

    private static DateTimeOffset? Time(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 99_999_999_999 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
