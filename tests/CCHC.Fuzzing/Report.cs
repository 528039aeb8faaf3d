using System.Globalization;

namespace CCHC.Fuzzing;

public static class Report
{
    /// <summary>Answers by class, how many of the routes answered 2xx at all, the slowest request, and memory after the warm-up and at the end.</summary>
    public static void Write(IReadOnlyList<ServiceReport> reports)
    {
        Say($"{"service",-12}{"requests",9}{"2xx",8}{"3xx",7}{"4xx",8}{"429",6}{"5xx",6}{"none",6}{"reached",10}{"slowest",10}{"live MB",18}{"growth",8}{"resident MB",18}  slowest request");
        foreach (var report in reports)
        {
            int Count(int answer) => report.Answers.GetValueOrDefault(answer);
            var growth = report.Growth is { } grown ? string.Create(CultureInfo.InvariantCulture, $"{grown * 100:0.0} %") : "–";
            Say($"{report.Service,-12}{report.Requests,9}{Count(200),8}{Count(300),7}{Count(400),8}{Count(429),6}{Count(500),6}{Count(0),6}{report.Reached,6}/{report.Routes.Count,-3}{report.Slowest.Elapsed.TotalMilliseconds,7:0} ms{Span(report.Before?.Live, report.After?.Live),18}{growth,8}{Span(report.Before?.Resident, report.After?.Resident),18}  {report.Slowest.Route}");
        }
    }

    public static void Write(Finding finding, int count = 1) => Say($"\n{finding}{(count > 1 ? $"\n    {count} times" : "")}");

    public static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static string Span(double? before, double? after) =>
        before is null || after is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{before:0.0} → {after:0.0}");
}
