using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CCHC.Demo;
using CCHC.Testing.Installations;
using Eventually = CCHC.Testing.Eventually;

namespace CCHC.Benchmarks;

/// <summary>
/// From the 2xx of a changed figure to the event that shows it, at each of 200 people who watch the standings through the gateway; and whether
/// everybody saw every change.
/// </summary>
public static class LiveBenchmark
{
    private const int Streams = 200;
    private const int Changes = 60;
    private const int WarmUp = 5;
    private const double MostMilliseconds = 1_000;
    private const string Campaign = "do-truc-tiep";
    private const string Group = "so";

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Mức độ hài lòng,100,,SUM,
        1.1,TC,Chỉ số hài lòng,100,SIPAS,EXTERNAL_PERCENT,sipas%*max
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        await Console.Error.WriteLineAsync("Starting an installation");
        await using var installation = await Installation.StartAsync();
        var homeAffairs = await installation.SignInAsync("sonoivu");
        var known = DemoData.PublishedThanhHoa2024().Select(published => published.UnitCode).ToHashSet(StringComparer.Ordinal);
        var units = (await TrialCampaign.UnitsAsync(homeAffairs, Group)).Where(unit => known.Contains(unit.Key)).ToDictionary(StringComparer.Ordinal);
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Campaign, Group, Criteria, [.. units.Values]);
        using var end = new CancellationTokenSource();
        var seen = new ConcurrentDictionary<decimal, ConcurrentBag<long>>();
        var watching = Enumerable.Range(0, Streams).Select(_ => WatchAsync(homeAffairs, seen, end.Token)).ToList();

        var (times, missed) = (new List<double>(), 0);
        for (var change = -WarmUp; change < Changes; change++)
        {
            // No percentage comes twice.
            var percentage = 50 + ((change + WarmUp + 1) / 100m);
            var value = new { unitCode = units.Keys.ElementAt((change + WarmUp) % units.Count), percentage };
            await Eventually.Is(
                () => homeAffairs.SendAsync(HttpMethod.Put, "/api/survey/external-indices", new { campaignId = campaign.Id, leafCode = "1.1", evidence = "Báo cáo thử", values = new[] { value } }),
                answer => answer.IsSuccess, Patience); // at the first one Survey may not have heard of the campaign yet
            var (changed, waited) = (Stopwatch.GetTimestamp(), Stopwatch.StartNew());
            while ((seen.GetValueOrDefault(percentage)?.Count ?? 0) < Streams && waited.Elapsed < Patience)
            {
                await Task.Delay(5);
            }

            if (change >= 0)
            {
                var arrivals = seen.GetValueOrDefault(percentage)?.ToArray() ?? [];
                missed += Streams - arrivals.Length;
                times.AddRange(arrivals.Select(arrived => Math.Max(0, Stopwatch.GetElapsedTime(changed, arrived).TotalMilliseconds)));
            }
        }

        await end.CancelAsync();
        await Task.WhenAll(watching);
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Streams} streams, {Changes} changes: {times.Count} seen, {missed} missed"));
        return
        [
            new Measurement("live.p50", times.At(0.50), "ms", Yardstick: null, Target: null),
            new Measurement("live.p99", times.At(0.99), "ms", Yardstick: null, MostMilliseconds),
            new Measurement("live.missed", missed, "", Yardstick: null, Target: 0),
        ];
    }

    private static async Task WatchAsync(Caller caller, ConcurrentDictionary<decimal, ConcurrentBag<long>> seen, CancellationToken end)
    {
        string? last = null;
        while (!end.IsCancellationRequested)
        {
            try
            {
                await foreach (var item in caller.FollowAsync($"/api/ranking/campaigns/{Campaign}/standings/stream?group={Group}", last, end))
                {
                    var now = Stopwatch.GetTimestamp();
                    last = item.EventId ?? last;
                    if (item.EventType != "change")
                    {
                        continue;
                    }

                    using var view = JsonDocument.Parse(item.Data);
                    foreach (var index in view.RootElement.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("index")).Where(index => index.ValueKind == JsonValueKind.Number))
                    {
                        seen.GetOrAdd(index.GetDecimal(), _ => []).Add(now);
                    }
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            }
        }
    }
}
