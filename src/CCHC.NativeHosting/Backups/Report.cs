using System.Globalization;

namespace CCHC.NativeHosting.Backups;

/// <summary>How sizes and times are told to people: in Vietnamese, in Vietnam's time.</summary>
internal static class Report
{
    public static readonly TimeSpan VietnamOffset = TimeSpan.FromHours(7);
    private static readonly CultureInfo Vietnamese = new("vi-VN");
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    public static string Time(DateTimeOffset time) => time.ToOffset(VietnamOffset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Size(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        for (; size >= 1000 && unit < Units.Length - 1; unit++)
        {
            size /= 1000;
        }

        return size.ToString(unit == 0 || size >= 100 ? "0" : "0.#", Vietnamese) + " " + Units[unit];
    }

    public static string Count(long count) => count.ToString("N0", Vietnamese);

    public static string Seconds(TimeSpan duration) => duration.TotalSeconds.ToString("0.0", Vietnamese) + " giây";

    public static string Kind(string type) => type switch
    {
        "full" => "toàn bộ",
        "diff" => "phần thay đổi so với bản toàn bộ",
        _ => "phần thay đổi",
    };

    public static void Say(string line) => Console.Out.WriteLine(line);
}
