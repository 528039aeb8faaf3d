using System.Diagnostics;
using CCHC.Testing.Installations;

namespace CCHC.Benchmarks;

/// <summary>Reads of a published ranking through the gateway, in turn with reads of an answer that the gateway gives by itself.</summary>
internal static class PublicReads
{
    private const int Clients = 16;
    private const int Rounds = 3;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(6);

    /// <summary>Milliseconds a request, both.</summary>
    public static async Task<(double Ranking, double Constant)> RunAsync()
    {
        foreach (var setting in (string[])["Burst", "PerSecond"])
        {
            Environment.SetEnvironmentVariable($"RateLimits__Public__{setting}", "10000000");
        }

        await using var installation = await Installation.StartAsync();
        await installation.CchcAsync("demo", "--port", $"{installation.Port}");
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Clients }) { BaseAddress = installation.Address };
        var campaigns = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(new Uri("/api/public/v1/campaigns", UriKind.Relative))).RootElement;
        var published = campaigns.EnumerateArray().First(campaign => campaign.GetProperty("status").GetString() == "published");
        var ranking = new Uri($"/api/public/v1/campaigns/{published.GetProperty("code").GetString()}/rankings?group={published.GetProperty("groups")[0].GetProperty("code").GetString()}", UriKind.Relative);
        var constant = new Uri("/api/openapi", UriKind.Relative);
        await ReadAsync(http, ranking);
        await ReadAsync(http, constant);
        var (mine, bare) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            mine += await ReadAsync(http, ranking);
            bare += await ReadAsync(http, constant);
        }

        var all = Rounds * Turn.TotalMilliseconds;
        return (all / mine, all / bare);
    }

    /// <summary>How many answers came within the turn.</summary>
    private static async Task<int> ReadAsync(HttpClient http, Uri address)
    {
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var count = 0;
            while (clock.Elapsed < Turn)
            {
                using var answer = (await http.GetAsync(address)).EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync();
                count++;
            }

            return count;
        }));
        return answers.Sum();
    }
}
