using System.Text.Json;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Microsoft.Playwright;

namespace CCHC.EndToEnd.Tests;

/// <summary>Standings that move while people look at them, and a gateway that dies meanwhile.</summary>
public sealed class LiveBoardTests(Province province, Browser browser) : IClassFixture<Browser>
{
    private const string Code = "bang-truc-tiep";
    private const int Streams = 20;

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Mức độ hài lòng của người dân,100,,SUM,
        1.1,TC,Chỉ số hài lòng do nơi khác đo,100,SIPAS,EXTERNAL_PERCENT,sipas%*max
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Everybody_who_watches_sees_a_change_and_misses_nothing_when_the_gateway_dies()
    {
        var (admin, homeAffairs) = (await province.System.SignInAsync("admin"), await province.HomeAffairsAsync());
        await admin.PostCsvAsync(
            "/api/identity/units/import", "code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\nTT1,Xã An Bình,Xã,truc-tiep,Khối trực tiếp,UBNDT,,,\nTT2,Xã Đông Hòa,Xã,truc-tiep,Khối trực tiếp,UBNDT,,,\n");
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Code, "truc-tiep", Criteria, [.. (await TrialCampaign.UnitsAsync(homeAffairs, "truc-tiep")).Values]);
        await Eventually.Is(() => TryRecordAsync(homeAffairs, campaign, ("TT1", 80), ("TT2", 70)), recorded => recorded, Patience); // Survey may hear of the campaign a moment later
        await Eventually.Is(() => campaign.StandingsAsync(homeAffairs), standings => standings["TT2"].GetProperty("rank").ValueKind == JsonValueKind.Number, Patience);

        await using var page = await browser.OpenAsync(province);
        await page.SignInAsync("sonoivu");
        await page.GoAsync($"/xep-hang/{Code}?khoi=truc-tiep");
        await Assertions.Expect(page.Page.Locator("[data-follow-state]")).ToHaveTextAsync("Trực tiếp");
        await Assertions.Expect(FirstRow(page)).ToContainTextAsync("Xã An Bình");
        using var end = new CancellationTokenSource();
        var watchers = Enumerable.Range(0, Streams).Select(_ => new Watcher(homeAffairs, end.Token)).ToList();
        await SeenAsync(watchers, ("TT1", 80), ("TT2", 70));

        await RecordAsync(homeAffairs, campaign, ("TT2", 90.5m));
        await SeenAsync(watchers, ("TT1", 80), ("TT2", 90.5m));
        await Assertions.Expect(FirstRow(page)).ToContainTextAsync("Xã Đông Hòa");
        await Assertions.Expect(FirstRow(page)).ToContainTextAsync("90,50");
        await page.InspectAsync("xep-hang-truc-tiep");

        // Killed, it is started again; what changed meanwhile is there when the watchers come back.
        await province.System.KillAsync("gateway");
        await Eventually.Is(async () => await TryRecordAsync(homeAffairs, campaign, ("TT1", 95)), recorded => recorded, Patience);
        await SeenAsync(watchers, ("TT1", 95), ("TT2", 90.5m));
        await Assertions.Expect(FirstRow(page)).ToContainTextAsync("Xã An Bình", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Page.Locator("[data-follow-state]")).ToHaveTextAsync("Trực tiếp");
        await end.CancelAsync();
        Assert.All(watchers, watcher => Assert.True(watcher.Ended > 0, "The gateway's death went unnoticed."));
        page.Forgive("ERR_"); // the line that was cut
        page.Forgive("Failed to load resource");
        Assert.Empty(page.Complaints);
    }

    private static ILocator FirstRow(BrowserPage page) => page.Page.Locator("#standings tbody tr").First;

    private static Task<JsonElement> RecordAsync(Caller homeAffairs, TrialCampaign campaign, params (string Unit, decimal Percentage)[] values) => homeAffairs.PutAsync("/api/survey/external-indices", new
    {
        campaignId = campaign.Id, leafCode = "1.1", evidence = "Báo cáo thử", values = values.Select(value => new { unitCode = value.Unit, percentage = value.Percentage }),
    });

    private static async Task<bool> TryRecordAsync(Caller homeAffairs, TrialCampaign campaign, params (string Unit, decimal Percentage)[] values)
    {
        try
        {
            await RecordAsync(homeAffairs, campaign, values);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException)
        {
            return false;
        }
    }

    private static Task<int> SeenAsync(IReadOnlyCollection<Watcher> watchers, params (string Unit, decimal Index)[] indices) => Eventually.Is(
        () => Task.FromResult(watchers.Count(watcher => indices.All(unit => watcher.Indices.GetValueOrDefault(unit.Unit) == unit.Index))), seen => seen == watchers.Count, Patience);

    /// <summary>Keeps the rows it was told of, and comes back with the id of the last event.</summary>
    private sealed class Watcher
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, decimal> _indices = new(StringComparer.Ordinal);

        public Watcher(Caller caller, CancellationToken end) => _ = FollowAsync(caller, end);

        /// <summary>How often the line ended.</summary>
        public int Ended { get; private set; }

        public IReadOnlyDictionary<string, decimal> Indices
        {
            get
            {
                lock (_lock)
                {
                    return new Dictionary<string, decimal>(_indices, StringComparer.Ordinal);
                }
            }
        }

        private async Task FollowAsync(Caller caller, CancellationToken end)
        {
            string? last = null;
            while (!end.IsCancellationRequested)
            {
                try
                {
                    await foreach (var item in caller.FollowAsync($"/api/ranking/campaigns/{Code}/standings/stream?group=truc-tiep", last, end))
                    {
                        last = Take(item.EventId ?? last, item.Data);
                    }

                    Ended++;
                }
                catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(500), CancellationToken.None);
                }
            }
        }

        private string? Take(string? id, string data)
        {
            using var view = JsonDocument.Parse(data);
            lock (_lock)
            {
                foreach (var row in view.RootElement.GetProperty("items").EnumerateArray())
                {
                    _indices[row.GetProperty("unitCode").GetString()!] = row.GetProperty("index").GetDecimal();
                }
            }

            return id;
        }
    }
}
