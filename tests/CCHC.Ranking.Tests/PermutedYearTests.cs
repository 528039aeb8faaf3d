using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Messaging;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Tests;

/// <summary>The events of a whole year, five thousand of them, to the real consumers over a real broker: once as they happened, once in disorder and with repetitions.</summary>
public sealed class PermutedYearTests(TestServers servers)
{
    private const int Units = 50;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_thousand_events_in_any_order_and_repeated_give_a_result_with_the_same_hash()
    {
        var seed = Environment.GetEnvironmentVariable("CCHC_TEST_SEED") is { Length: > 0 } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"CCHC_TEST_SEED={seed}");
        var random = new Random(seed);
        var (campaign, last) = (new TestCampaign(Units), new Dictionary<(int Unit, string Leaf), decimal>());
        var deliveries = Year(campaign, random, last).Select(message => (Id: Guid.CreateVersion7(), Message: message)).ToList();
        Assert.True(deliveries.Count >= 5_000);

        // A fifth comes again as brokers repeat, another fifth as a relay without an inbox would.
        var shuffled = deliveries.ToList();
        shuffled.AddRange(deliveries.Where(_ => random.Next(5) == 0));
        shuffled.AddRange(deliveries.Where(_ => random.Next(5) == 0).Select(delivery => (Guid.CreateVersion7(), delivery.Message)));
        var disorder = shuffled.ToArray();
        random.Shuffle(disorder);

        var hashes = await Task.WhenAll(HashAfterAsync(campaign, deliveries, last), HashAfterAsync(campaign, disorder, last));
        Assert.Equal(hashes[0], hashes[1]);
    }

    /// <summary>Two rounds, each with sheets that are sent in again, decisions that are taken back and forth, surveys and percentages that are corrected.</summary>
    /// <param name="campaign">Whose year.</param>
    /// <param name="random">For the points.</param>
    /// <param name="last">Filled with the points that must count in the end: those of the highest revision.</param>
    private static List<object> Year(TestCampaign campaign, Random random, Dictionary<(int Unit, string Leaf), decimal> last)
    {
        List<object> events = [campaign.Opened(CampaignPhase.SelfAssessment), campaign.Opened(CampaignPhase.Appraisal), campaign.Opened(CampaignPhase.Council)];
        for (var revision = 1; revision <= 5; revision++)
        {
            var points = Enumerable.Range(0, Units).Select(_ => Points(20)).ToList();
            events.Add(campaign.Surveyed(revision, [.. points.Select(value => (decimal?)value)]));
            Keep(points, "2.1");
        }

        for (var unit = 0; unit < Units; unit++)
        {
            events.AddRange(Enumerable.Range(1, 10).Select(revision => campaign.Submitted(unit, revision <= 5 ? 1 : 2, revision, Points(50), Points(20))));
            var decision = 0;
            for (var round = 1; round <= 2; round++)
            {
                for (var i = 0; i < 40; i++)
                {
                    var (leaf, max) = i % 2 == 0 ? ("1.1", 50) : ("1.2.1", 20);
                    events.Add(campaign.Appraised(unit, round, ++decision, leaf, last[(unit, leaf)] = Points(max)));
                }

                // The first round ends with all leaves; in the second each was decided again after it.
                if (round == 1)
                {
                    events.Add(campaign.Completed(unit, round, ++decision, Points(50), Points(20), bonus: last[(unit, "DT")] = Points(3), penalty: last[(unit, "DP")] = Points(3)));
                }
            }

            events.AddRange(Enumerable.Range(1, 10).Select(revision => campaign.External(unit, revision, last[(unit, "2.2")] = Points(10))));
        }

        return events;

        decimal Points(int max) => random.Next(0, (max * 1_000) + 1) / 1_000m;

        void Keep(IReadOnlyList<decimal> points, string leaf)
        {
            for (var unit = 0; unit < Units; unit++)
            {
                last[(unit, leaf)] = points[unit];
            }
        }
    }

    private async Task<string> HashAfterAsync(TestCampaign campaign, IReadOnlyCollection<(Guid Id, object Message)> deliveries, Dictionary<(int Unit, string Leaf), decimal> last)
    {
        await using var ranking = new ServiceHost<RankingDbContext>(servers);
        await ranking.InitializeAsync();
        foreach (var some in deliveries.Chunk(500))
        {
            await Task.WhenAll(some.Select(delivery => (Task)ranking.Publish((dynamic)delivery.Message, delivery.Id)));
        }

        var expected = deliveries.Select(delivery => delivery.Id).Distinct().Count();
        await Eventually.Is(() => ranking.Read(db => db.Set<InboxMessage>().CountAsync(Cancellation)), count => count == expected, TimeSpan.FromMinutes(3));

        // By hand: the maxima sum up to 100, so the index is what the last word on each leaf comes to, the penalty taken off.
        using var staff = ranking.Client(Roles.HomeAffairs);
        using var response = await staff.GetAsync(new Uri($"/api/ranking/campaigns/{campaign.Code}/standings?group=so", UriKind.Relative), Cancellation);
        var indices = (await response.Body()).Items().ToDictionary(item => item.Text("unitCode")!, item => item.Number("index")!.Value);
        for (var unit = 0; unit < Units; unit++)
        {
            Assert.Equal(last.Where(point => point.Key.Unit == unit).Sum(point => point.Key.Leaf == "DP" ? -point.Value : point.Value), indices[$"u{unit + 1}"]);
        }

        using var taken = await ranking.TakeSnapshot(campaign);
        return (await taken.Body()).Text("hash")!;
    }
}
