using System.Net;
using CCHC.ServiceDefaults.Messaging;
using CCHC.Testing;
using Xunit;

namespace CCHC.ServiceDefaults.Tests;

/// <summary>What a service tells whoever collects metrics, and to whom.</summary>
public sealed class MetricsTests(TestServers servers) : IAsyncLifetime
{
    private string _database = "";
    private Uri _virtualHost = new("amqp://localhost");

    public async ValueTask InitializeAsync()
    {
        _database = await NotesService.CreateDatabaseAsync(servers);
        _virtualHost = await servers.CreateVirtualHostAsync("notes");
    }

    public async ValueTask DisposeAsync()
    {
        await servers.DeleteVirtualHostAsync(_virtualHost);
        await servers.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task Events_on_their_way_failed_messages_and_how_fresh_effects_are_can_be_collected_and_no_old_figure_is_told_while_the_database_is_away()
    {
        await using var service = await NotesService.StartAsync(_database, _virtualHost);
        var (good, bad) = (Guid.NewGuid(), Guid.NewGuid());
        await service.AddNoteAsync(good);
        await service.AddNoteAsync(bad, failures: int.MaxValue);
        await Eventually.Is(() => service.EffectsAsync(good), count => count == 1);
        await Eventually.Is(service.WaitingEventsAsync, count => count == 0);
        var failed = Assert.Single(await Eventually.Is(() => Task.FromResult(service.ReadGauge("cchc.failed_messages")), figures => figures.Count > 0, TimeSpan.FromSeconds(60)));
        Assert.Equal((1, "notes-note-added"), (failed.Value, failed.Tags[0].Value));
        Assert.Equal(0, Assert.Single(service.ReadGauge("cchc.outbox.waiting")).Value);
        Assert.Matches("(?m)^cchc_event_freshness_seconds_count\\{[^}]*consumer=\"notes-note-added\"[^}]*\\} [1-9]", await CollectAsync(service));

        await servers.CloseDatabaseAsync(_database);
        Assert.Empty(service.ReadGauge("cchc.outbox.waiting"));
        await servers.OpenDatabaseAsync(_database);
        await Eventually.Is(() => Task.FromResult(service.ReadGauge("cchc.outbox.waiting")), figures => figures.Count == 1);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    public async Task Whoever_comes_through_a_proxy_finds_no_metrics(string header, string value)
    {
        await using var service = await NotesService.StartAsync(_database, _virtualHost);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/metrics", UriKind.Relative));
        request.Headers.Add(header, value);
        using var answer = await service.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>RFC 9562, appendix A.6: 2022-02-22 14:22:22 -05:00.</summary>
    [Fact]
    public void The_time_of_an_event_is_that_of_its_number()
    {
        Assert.Equal(new DateTimeOffset(2022, 2, 22, 14, 22, 22, TimeSpan.FromHours(-5)), Freshness.PublishedAt(Guid.Parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")));
        Assert.Null(Freshness.PublishedAt(Guid.NewGuid()));
    }

    private static async Task<string> CollectAsync(NotesService service)
    {
        using var answer = await service.Http.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return string.Join('\n', text.Split('\n').Where(line => line.StartsWith("cchc_", StringComparison.Ordinal)));
    }
}
