using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CCHC.Testing;

namespace CCHC.EndToEnd.Tests;

/// <summary>The ranking is stopped by a signal, so that it takes connections and answers nothing, while fifty people ask for pages that need other parts.</summary>
public sealed partial class BulkheadTests(Province province, ITestOutputHelper output)
{
    private const int People = 50;
    private const int PagesEach = 12;

    private const string Missing = "/xep-hang/cchc-2024-so?khoi=so";

    private static readonly string[] Pages = ["/ky-danh-gia", "/bo-tieu-chi", "/quan-tri/don-vi", "/dieu-tra"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 420_000)]
    public async Task A_part_that_hangs_leaves_the_pages_of_the_others_as_fast_as_before_and_says_where_it_is_missing()
    {
        await province.DemoYearAsync();
        var people = new List<HttpClient>();
        for (var i = 0; i < People; i++)
        {
            people.Add(await SignInAsync("sonoivu"));
        }

        await RoundAsync(people); // caches and connections
        var before = await RoundAsync(people);
        var stopped = province.System.Resource("ranking").Pids;
        Assert.NotEmpty(stopped);
        var during = new List<double>();
        try
        {
            await SignalAsync("STOP", stopped);

            // From the first second on, when nobody knows yet; some ask for what is missing all the while.
            using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            var missing = Task.WhenAll(people.Take(10).Select(person => AskForMissingAsync(person, end.Token)));
            for (var round = 0; round < 3; round++)
            {
                during.AddRange(await RoundAsync(people));
            }

            // By now the gateway knows: a page with a missing part is there within seconds, and names it.
            await Eventually.Is(async () => (await AskAsync(people[0], Missing)).Took, took => took < TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60));
            var home = await AskAsync(people[0], "/bang-viec");
            Assert.Equal(HttpStatusCode.OK, home.Status);
            Assert.Contains("Phần xếp hạng đang tạm ngắt", home.Html, StringComparison.Ordinal);
            var standings = await AskAsync(people[0], Missing);
            Assert.Contains("Phần xếp hạng đang tạm ngắt", standings.Html, StringComparison.Ordinal);
            Say(string.Create(CultureInfo.InvariantCulture, $"home without the ranking: {home.Took.TotalSeconds:0.0} s, its own page: {standings.Took.TotalSeconds:0.0} s"));
            await end.CancelAsync();
            await missing;
        }
        finally
        {
            await SignalAsync("CONT", stopped);
        }

        Report("before", before);
        Report("during", during);
        await Eventually.Is(async () => (await AskAsync(people[0], Missing)).Status, status => status == HttpStatusCode.OK, TimeSpan.FromSeconds(30));
        await Eventually.Is(async () => (await AskAsync(people[0], "/bang-viec")).Html, html => !html.Contains("tạm ngắt", StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        Assert.Equal(stopped, province.System.Resource("ranking").Pids);
        var after = await RoundAsync(people);
        Report("after", after);
        Assert.InRange(Percentile(during, 0.5) / Percentile(before, 0.5), 0, 1.5);
        Assert.InRange(Percentile(during, 0.95) / Percentile(before, 0.95), 0, 1.5);
        people.ForEach(person => person.Dispose());
    }

    private static double Percentile(IReadOnlyCollection<double> times, double share) => times.Order().ElementAt((int)(times.Count * share));

    /// <summary>How long each page took, in milliseconds; every one of them is whole.</summary>
    private static async Task<IReadOnlyCollection<double>> RoundAsync(List<HttpClient> people)
    {
        var times = await Task.WhenAll(people.Select(async (person, number) =>
        {
            var own = new List<double>();
            for (var i = 0; i < PagesEach; i++)
            {
                var page = Pages[(number + i) % Pages.Length];
                var (status, html, took) = await AskAsync(person, page);
                Assert.True(status == HttpStatusCode.OK && !html.Contains("tạm ngắt", StringComparison.Ordinal), $"{page}: {(int)status}");
                own.Add(took.TotalMilliseconds);
            }

            return own;
        }));
        return [.. times.SelectMany(own => own)];
    }

    private static async Task AskForMissingAsync(HttpClient person, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                using var answer = await person.GetAsync(new Uri(Missing, UriKind.Relative), end);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static async Task<(HttpStatusCode Status, string Html, TimeSpan Took)> AskAsync(HttpClient person, string path)
    {
        var clock = Stopwatch.StartNew();
        using var answer = await person.GetAsync(new Uri(path, UriKind.Relative), Cancelled);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancelled)), clock.Elapsed);
    }

    private static async Task SignalAsync(string signal, IEnumerable<int> processes)
    {
        using var kill = Process.Start("kill", ["-" + signal, .. processes.Select(process => process.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync(Cancelled);
        Assert.Equal(0, kill.ExitCode);
    }

    private void Report(string when, IReadOnlyCollection<double> times) => Say(string.Create(
        CultureInfo.InvariantCulture, $"{when}: {times.Count} pages, median {Percentile(times, 0.5):0} ms, 95 % within {Percentile(times, 0.95):0} ms, longest {times.Max():0} ms"));

    private void Say(string line)
    {
        output.WriteLine(line);
        File.AppendAllText(Path.Combine(province.Evidence, "mot-phan-treo.txt"), line + "\n");
    }

    private async Task<HttpClient> SignInAsync(string userName)
    {
        var person = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = province.System.Address, Timeout = TimeSpan.FromSeconds(90) };
        var html = await person.GetStringAsync(new Uri("/dang-nhap", UriKind.Relative), Cancelled);
        using var form = new FormUrlEncodedContent(
        [
            new("userName", userName), new("password", province.System.Password(userName)), new("__RequestVerificationToken", FormToken().Match(html).Groups["token"].Value),
        ]);
        using var answer = await person.PostAsync(new Uri("/dang-nhap", UriKind.Relative), form, Cancelled);
        Assert.Equal("/bang-viec", answer.Headers.Location?.OriginalString);
        return person;
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();
}
