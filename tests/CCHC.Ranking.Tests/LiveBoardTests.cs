using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CCHC.Contracts.Appraisal;
using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Data;
using CCHC.Testing;

namespace CCHC.Ranking.Tests;

/// <summary>Standings as a stream: what is told when, to whom, and to somebody who comes back.</summary>
public sealed class LiveBoardTests(ServiceHost<RankingDbContext> ranking) : IClassFixture<ServiceHost<RankingDbContext>>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Whoever_watches_sees_the_state_and_then_only_the_rows_that_an_appraisal_changed()
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        await using var board = await WatchAsync(campaign);

        var state = await board.NextAsync("state");
        Assert.Equal(["u1", "u2", "u3"], Codes(state)); // 80, 70 and 60 of 100

        // 10 points more lift the third before the second: rows of both are other ones, that of the first is not.
        await ranking.Publish(campaign.Appraised(2, 1, 2, "1.1", 35));
        var change = await board.NextAsync("change");
        Assert.Equal(["u2", "u3"], Codes(change).Order());
        Assert.All(change.Items(), item => Assert.Equal(2, item.Whole("rank"))); // 35 + 20 + 15 = 70 for both
        Assert.Equal((80m + 70m + 70m) / 3, change.GetProperty("mean").GetDecimal(), 10);
    }

    [Fact]
    public async Task Whoever_comes_back_is_told_what_it_missed_and_nothing_if_it_missed_nothing()
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        string seen;
        await using (var board = await WatchAsync(campaign))
        {
            await board.NextAsync("state");
            seen = board.LastId;
        }

        await using (var same = await WatchAsync(campaign, seen))
        {
            Assert.Equal("ping", (await same.AnyAsync()).Type);
            Assert.Equal(seen, same.LastId);
        }

        await ranking.Deliver(campaign.Appraised(0, 1, 2, "1.1", 10));
        await using var back = await WatchAsync(campaign, seen);
        string type;
        JsonElement news;
        do
        {
            (type, news) = await back.AnyAsync();
        }
        while (type == "ping"); // where somebody watched until just now, the news come a quarter of a second later
        Assert.Contains("u1", Codes(news));
        Assert.NotEqual(seen, back.LastId);
    }

    [Fact]
    public async Task After_a_restart_of_the_service_nothing_is_missed()
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        string seen;
        await using (var board = await WatchAsync(campaign))
        {
            await board.NextAsync("state");
            seen = board.LastId;
            await ranking.RestartAsync(); // does not wait for those who watch
            await board.EndAsync();
        }

        await ranking.Deliver(campaign.Appraised(0, 1, 2, "1.1", 10));
        await using var back = await WatchAsync(campaign, seen);
        Assert.Equal("u1", Codes(await back.NextAsync("state"))[^1]);
    }

    [Fact]
    public async Task A_conflict_of_interest_takes_the_unit_and_the_ranks_from_an_open_stream()
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        var person = Guid.NewGuid();
        using var member = ranking.Client(Roles.Appraiser, userId: person);
        await using var board = await WatchAsync(campaign, client: member);
        Assert.Equal(3, (await board.NextAsync("state")).Items().Count());

        await ranking.Publish(new ConflictsChanged
        {
            CampaignId = campaign.Id, Revision = 1, Conflicts = [new ConflictOfInterest { UserId = person, UnitId = campaign.Units[1].UnitId }],
        });
        var now = await board.NextAsync("state");
        Assert.Equal(["u1", "u3"], Codes(now));
        Assert.All(now.Items(), item => Assert.Null(item.Whole("rank")));
        Assert.Equal(JsonValueKind.Null, now.GetProperty("mean").ValueKind);

        // A change of the hidden unit tells nothing.
        await ranking.Deliver(campaign.Appraised(1, 1, 2, "1.1", 1));
        await ranking.Publish(campaign.Appraised(2, 1, 2, "1.1", 2));
        Assert.Equal(["u3"], Codes(await board.NextAsync("change")));
    }

    [Fact]
    public async Task A_unit_and_a_stranger_cannot_watch()
    {
        var campaign = await ThreeUnits.DeliverAsync(ranking);
        var path = $"/api/ranking/campaigns/{campaign.Code}/standings/stream?group=so";
        using var unit = ranking.Client(Roles.UnitOfficer, campaign.Units[0].UnitId);
        using var stranger = ranking.Anonymous();
        using var staff = ranking.Client(Roles.Appraiser);
        foreach (var (client, address, status) in new[]
        {
            (unit, path, HttpStatusCode.Forbidden), (stranger, path, HttpStatusCode.Unauthorized), (staff, path.Replace("=so", "=xa", StringComparison.Ordinal), HttpStatusCode.NotFound),
        })
        {
            using var response = await client.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal(status, response.StatusCode);
        }
    }

    private static List<string?> Codes(JsonElement view) => [.. view.Items().Select(item => item.Text("unitCode"))];

    private async Task<Board> WatchAsync(TestCampaign campaign, string? lastId = null, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/ranking/campaigns/{campaign.Code}/standings/stream?group=so");
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        var response = await (client ?? ranking.Client(Roles.HomeAffairs)).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.EnsureSuccessStatusCode().Content.Headers.ContentType?.MediaType);
        return new Board(response, SseParser.Create(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    private sealed class Board(HttpResponseMessage response, SseParser<string> parser) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<string>> _events = parser.EnumerateAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        public string LastId => parser.LastEventId;

        public async Task<(string Type, JsonElement View)> AnyAsync()
        {
            Assert.True(await _events.MoveNextAsync().AsTask().WaitAsync(Soon, TestContext.Current.CancellationToken));
            return (_events.Current.EventType, JsonDocument.Parse(_events.Current.Data).RootElement);
        }

        /// <summary>The next event but for signs of life, which must be of this type.</summary>
        public async Task<JsonElement> NextAsync(string type)
        {
            while (true)
            {
                var (next, view) = await AnyAsync();
                if (next != "ping")
                {
                    Assert.Equal(type, next);
                    return view;
                }
            }
        }

        public async Task EndAsync()
        {
            while (await _events.MoveNextAsync().AsTask().WaitAsync(Soon, TestContext.Current.CancellationToken))
            {
            }
        }

        public async ValueTask DisposeAsync()
        {
            response.Dispose(); // first: the reader waits for the line
            try
            {
                await _events.DisposeAsync();
            }
            catch (NotSupportedException)
            {
                // A reading that is under way.
            }
        }
    }
}
