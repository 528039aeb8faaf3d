using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace CCHC.EndToEnd.Tests;

/// <summary>What every process tells whoever collects metrics, after a year has gone by.</summary>
public sealed partial class MetricsTests(Province province)
{
    [Fact]
    public async Task A_year_leaves_its_figures_in_every_service()
    {
        var demo = await province.DemoYearAsync();
        Assert.True(demo.ExitCode == 0, demo.Output);

        var assessment = await CollectAsync("assessment");
        Assert.Equal(20, Sum(assessment, "cchc_assessment_sheets", "cchc-2024-so", "state=\"Submitted\"")); // the departments that Thanh Hóa ranked
        Assert.Equal(20, Sum(assessment, "cchc_assessment_sheets", "cchc-2024-so"));
        Assert.InRange(Sum(assessment, "cchc_assessment_submissions", "cchc-2024-so"), 20, 40); // one or two rounds
        Assert.Equal(0, Sum(assessment, "cchc_assessment_sheets_not_started", "cchc-2024-so"));
        var appraisal = await CollectAsync("appraisal");
        Assert.Equal(20, Sum(appraisal, "cchc_appraisal_cases", "cchc-2024-so", "state=\"Completed\""));
        Assert.Contains(appraisal.Split('\n'), line => line.StartsWith("cchc_appraisal_leaves_waiting{", StringComparison.Ordinal) && line.Contains("cchc-2024-so", StringComparison.Ordinal));
        Assert.Equal(0, Sum(appraisal, "cchc_appraisal_leaves_waiting", "cchc-2024-so"));
        Assert.InRange(Sum(await CollectAsync("identity"), "cchc_identity_sessions"), 1, 100_000);
        Assert.Contains("cchc_ranking_webhook_deliveries_waiting{", await CollectAsync("ranking"), StringComparison.Ordinal);
        foreach (var service in (string[])["identity", "criteria", "assessment", "appraisal", "survey", "ranking"])
        {
            Assert.Matches("(?m)^cchc_outbox_waiting\\{[^}]*\\} 0( |$)", await CollectAsync(service));
        }

        foreach (var process in (string[])["gateway", "portal"])
        {
            Assert.Contains("http_server_request_duration_seconds_count{", await CollectAsync(process), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task From_outside_there_is_nothing_to_collect()
    {
        foreach (var forwarded in (string[])["203.0.113.7", "127.0.0.1"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(province.System.Address, "/metrics"));
            request.Headers.Add("X-Forwarded-For", forwarded);
            using var http = new HttpClient();
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain("http_server", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    private async Task<string> CollectAsync(string process)
    {
        var answer = await province.System.Directly(process, token: null).SendAsync(HttpMethod.Get, "/metrics");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Body;
    }

    /// <summary>Of all lines of a metric with these words among their labels.</summary>
    private static double Sum(string text, string metric, params string[] labels) => Line().Matches(text)
        .Where(line => line.Groups["metric"].Value == metric && labels.All(label => line.Groups["labels"].Value.Contains(label, StringComparison.Ordinal)))
        .Sum(line => double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^(?<metric>[a-z_]+)\{(?<labels>[^}]*)\} (?<value>[0-9.eE+-]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Line();
}
