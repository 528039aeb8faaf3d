using System.Text.Json;
using CCHC.Demo;
using CCHC.Demo.Year;
using CCHC.Scoring;
using CCHC.Testing.Installations;
using Eventually = CCHC.Testing.Eventually;

namespace CCHC.Benchmarks;

/// <summary>
/// From the 2xx of an appraisal to the first answer of the live ranking that shows it, both as a client of the gateway sees them. The ranking is
/// asked again as soon as it has answered, so a measurement holds at least one whole request for it, and the asking takes its share of the
/// machine. Each measurement has one of the yardstick beside it.
/// </summary>
public static class FreshnessBenchmark
{
    private const int Changes = 500;
    private const int WarmUp = 100;
    private const double MostTimesYardstick = 3;
    private const string Campaign = "do-do-tuoi";
    private const string Group = "so";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        await Console.Error.WriteLineAsync("Starting an installation");
        await using var installation = await Installation.StartAsync();
        var homeAffairs = await installation.SignInAsync("sonoivu");
        var appraiser = await installation.SignInAsync("thamdinh1");
        var (campaign, cases, leaves) = await PrepareAsync(installation, homeAffairs, appraiser);
        await using var yardstick = await BareDelivery.StartAsync(
            installation.ConnectionString("rabbitmq"), installation.ConnectionString("postgres"), bodySize: 1_000);

        await Console.Error.WriteLineAsync($"{Changes} changes");
        var (fresh, bare) = (new List<double>(), new List<double>());
        var random = new Random(1);
        for (var change = -WarmUp; change < Changes; change++)
        {
            var (unitCode, caseId) = cases.ElementAt(random.Next(cases.Count));
            var leaf = leaves[random.Next(leaves.Count)];
            // No share comes twice, so every change is one.
            var measured = await ChangeAsync(campaign, homeAffairs, appraiser, unitCode, caseId, leaf, share: (change + WarmUp + 1m) / 1_000);
            var beside = await yardstick.MeasureAsync();
            if (change >= 0)
            {
                fresh.Add(measured.TotalMilliseconds);
                bare.Add(beside.TotalMilliseconds);
            }
        }

        return
        [
            new Measurement("freshness.p50", fresh.At(0.50), "ms", bare.At(0.50), Target: null),
            new Measurement("freshness.p99", fresh.At(0.99), "ms", bare.At(0.99), MostTimesYardstick),
        ];
    }

    /// <summary>The demo's twenty departments, measured by the demo's set, all of them with the council.</summary>
    private static async Task<(TrialCampaign Campaign, IReadOnlyDictionary<string, Guid> Cases, IReadOnlyList<PlanLeaf> Leaves)> PrepareAsync(
        Installation installation, Caller homeAffairs, Caller appraiser)
    {
        var units = (await TrialCampaign.UnitsAsync(homeAffairs, Group)).Where(unit => DemoData.PublishedThanhHoa2024().Any(published => published.UnitCode == unit.Key))
            .ToDictionary(StringComparer.Ordinal);
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Campaign, Group, DemoData.DepartmentCriteria, units.Values);
        var sets = (await homeAffairs.GetAsync("/api/criteria/sets")).GetProperty("items").EnumerateArray();
        var set = await homeAffairs.GetAsync($"/api/criteria/sets/{sets.Single(item => item.GetProperty("code").GetString() == Campaign).GetProperty("id").GetGuid()}");
        var leaves = set.Deserialize<SetDocument>(ScoringJson.Options)!.Nodes.Where(node => node.Rule is not null).Select(node => node.ToLeaf()).ToList();
        var appraised = leaves.Where(leaf => leaf is { Source: PointSource.Appraised, Kind: LeafKind.Ordinary }).ToList();

        await Parallel.ForEachAsync(units.Keys, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (unitCode, _) =>
        {
            var head = await installation.SignInAsync($"thutruong.{unitCode.ToLowerInvariant()}");
            var sheet = $"/api/assessment/self-assessments/{(await campaign.SheetsAsync(head))[unitCode]}";
            foreach (var leaf in appraised)
            {
                var data = JsonSerializer.SerializeToElement(LeafDataGenerator.Best(leaf.Rule, leaf.MaxPoints), ScoringJson.Options);
                await head.PutAsync($"{sheet}/entries/{leaf.Code}", new { data, evidence = "12/BC" });
            }

            await head.PostAsync($"{sheet}/submission");
        });
        foreach (var leaf in leaves.Where(leaf => leaf.Source == PointSource.External))
        {
            await homeAffairs.PutAsync("/api/survey/external-indices", new
            {
                campaignId = campaign.Id,
                leafCode = leaf.Code,
                evidence = "Báo cáo thử",
                values = units.Keys.Select(unitCode => new { unitCode, percentage = 80 }),
            });
        }

        await campaign.OpenPhaseAsync("Appraisal");
        await campaign.AppointAsync(appraiser, [.. appraised.Select(leaf => leaf.FieldCode).Distinct()]);
        var cases = await campaign.CasesAsync(appraiser, units.Count);
        await Eventually.Is(
            () => campaign.StandingsAsync(homeAffairs),
            standings => standings.Values.All(item => item.GetProperty("rank").ValueKind == JsonValueKind.Number),
            Patience);
        return (campaign, cases, appraised);
    }

    private static async Task<TimeSpan> ChangeAsync(
        TrialCampaign campaign, Caller homeAffairs, Caller appraiser, string unitCode, Guid caseId, PlanLeaf leaf, decimal share)
    {
        var before = PointsOf(await campaign.StandingsAsync(homeAffairs), unitCode);
        var points = decimal.Round(leaf.MaxPoints * share, 3);
        await appraiser.PutAsync($"/api/appraisal/cases/{caseId}/leaves/{leaf.Code}", new { points, reason = "Đo độ tươi của bảng xếp hạng." });
        var started = TimeProvider.System.GetTimestamp();
        while (PointsOf(await campaign.StandingsAsync(homeAffairs), unitCode) == before)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"The appraisal of {leaf.Code} of {unitCode} does not appear in the ranking.");
            }
        }

        return TimeProvider.System.GetElapsedTime(started);
    }

    private static decimal PointsOf(IReadOnlyDictionary<string, JsonElement> standings, string unitCode) => standings[unitCode].GetProperty("points").GetDecimal();
}
