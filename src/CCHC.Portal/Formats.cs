using System.Globalization;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Portal;

/// <summary>Numbers and dates as people in Việt Nam read and write them.</summary>
public static class Formats
{
    public static CultureInfo Vietnamese { get; } = CreateCulture();

    /// <summary>Two decimals, half away from zero: 85,41.</summary>
    public static string Index(decimal value) => Round(value, 2).ToString("#,##0.00", Vietnamese);

    public static string Index(decimal? value) => value is { } index ? Index(index) : "–";

    public static string Percent(decimal value) => $"{Index(value)} %";

    public static string Percent(decimal? value) => value is { } percent ? Percent(percent) : "–";

    /// <summary>Two decimals; three where the number has just three, as maxima may: 1,75 or 0,125.</summary>
    public static string Points(decimal value) => (value == Round(value, 3) ? value : Round(value, 2)).ToString("#,##0.00#", Vietnamese);

    public static string Points(decimal? value) => value is { } points ? Points(points) : "–";

    public static string PointsOf(decimal? points, decimal max) => $"{Points(points)} / {Points(max)}";

    /// <summary>Bytes as people read them: 512 B, 34 KB, 1,5 MB.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{(bytes + 1023) / 1024} KB",
        _ => Round(bytes / 1048576m, 1).ToString("#,##0.#", Vietnamese) + " MB",
    };

    /// <summary>As few decimals as the number has: 1.234 or 0,5.</summary>
    public static string Number(decimal value) => value.ToString("#,##0.############", Vietnamese);

    /// <summary>What goes into an input: no grouping, so that it can be read back.</summary>
    public static string Input(decimal? value) => value?.ToString("0.############", Vietnamese) ?? "";

    public static string Rank(int? rank, bool shared) => rank is { } place ? Text(shared ? "{0}=" : "{0}", place) : "–";

    public static string DateTime(DateTimeOffset value) => VietnamTime.Of(value).ToString("dd/MM/yyyy HH:mm", Vietnamese);

    public static string Date(DateTimeOffset value) => VietnamTime.Of(value).ToString("dd/MM/yyyy", Vietnamese);

    public static string Time(DateTimeOffset value) => VietnamTime.Of(value).ToString("HH:mm", Vietnamese);

    /// <summary>The time alone today, else with its date: what is read as “at”.</summary>
    public static string TimeOf(DateTimeOffset value, DateTimeOffset now) => DaysBetween(value, now) == 0 ? Time(value) : DateTime(value);

    public static string Date(DateOnly value) => value.ToString("dd/MM/yyyy", Vietnamese);

    /// <summary>A date field's value.</summary>
    public static string DateInput(DateOnly? value) => value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A local date-and-time field's value.</summary>
    public static string DateTimeInput(DateTimeOffset? value) => value is { } at ? VietnamTime.Of(at).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>Local days between two moments, as people count them to a deadline.</summary>
    public static int DaysBetween(DateTimeOffset from, DateTimeOffset to) => (VietnamTime.Of(to).Date - VietnamTime.Of(from).Date).Days;

    /// <summary>Whether a text contains what is looked for, whatever case and accents; d stands for \u0111 too.</summary>
    public static bool Contains(string text, string search) =>
        CultureInfo.InvariantCulture.CompareInfo.IndexOf(Plain(text), Plain(search.Trim()), CompareOptions.IgnoreNonSpace | CompareOptions.IgnoreCase) >= 0;

    /// <summary>Fills a text's places.</summary>
    public static string Text(string format, params ReadOnlySpan<object?> values) => string.Format(Vietnamese, format, values);

    /// <summary>A number for an SVG attribute.</summary>
    public static string Svg(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads 85.5 and 85,5 alike, and 1.234,5 with its groups. A point before exactly three last digits (1.234) is refused: a Vietnamese reader
    /// means 1234, a calculator means 1,234, and nobody can tell which.
    /// </summary>
    public static bool TryParse(string? text, out decimal value)
    {
        var digits = (text ?? "").Trim().Replace(" ", "", StringComparison.Ordinal).Replace("\u00a0", "", StringComparison.Ordinal);
        value = 0;
        var point = digits.LastIndexOf('.');
        var comma = digits.LastIndexOf(',');
        if (digits.Length == 0 || IsAmbiguous(text))
        {
            return false;
        }

        var decimals = Math.Max(point, comma);
        var mark = decimals < 0 ? '\0' : digits[decimals];
        if (decimals >= 0 && digits.IndexOf(mark, StringComparison.Ordinal) != decimals)
        {
            // The same mark several times can only group: 1.234.567.
            return !HasOther(digits, mark) && GroupsAreThree(digits, mark) && Parse(digits.Replace(mark.ToString(), "", StringComparison.Ordinal), out value);
        }

        var group = mark == '.' ? ',' : '.';
        var whole = decimals < 0 ? digits : digits[..decimals];
        return (!whole.Contains(group, StringComparison.Ordinal) || GroupsAreThree(whole, group))
            && Parse(digits.Replace(group.ToString(), "", StringComparison.Ordinal).Replace(',', '.'), out value);
    }

    /// <summary>Whether a number reads as thousands to one reader and as decimals to another.</summary>
    public static bool IsAmbiguous(string? text) =>
        (text ?? "").Trim().TrimStart('-').Split('.') is [{ Length: >= 1 and <= 3 } whole, { Length: 3 } rest]
        && whole[0] != '0' && whole.All(char.IsAsciiDigit) && rest.All(char.IsAsciiDigit);

    private static bool Parse(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private static bool HasOther(string digits, char mark) => digits.Contains(mark == '.' ? ',' : '.', StringComparison.Ordinal);

    private static bool GroupsAreThree(string digits, char mark) =>
        digits.TrimStart('-').Split(mark) is [{ Length: >= 1 and <= 3 }, .. var groups] && groups.All(x => x.Length == 3);


    private static decimal Round(decimal value, int decimals) => decimal.Round(value, decimals, MidpointRounding.AwayFromZero);

    // The marks are named here, for what a machine's ICU says of vi-VN has changed over time.
    private static CultureInfo CreateCulture()
    {
        var culture = (CultureInfo)new CultureInfo("vi-VN").Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.DateTimeFormat.DateSeparator = "/";
        culture.DateTimeFormat.TimeSeparator = ":";
        return CultureInfo.ReadOnly(culture);
    }

    private static string Plain(string text) => text.Replace('\u0111', 'd').Replace('\u0110', 'D');
}
