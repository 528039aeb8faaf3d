using System.Net;

namespace CCHC.Gateway.Tests;

public sealed class PublicCacheTests : IAsyncLifetime
{
    private const string Path = "/api/public/v1/campaigns/a/rankings?group=so";

    private GatewayHost _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_crowd_reaches_the_service_as_one_and_sees_a_publication_after_two_seconds()
    {
        using var client = _gateway.Anonymous();
        Assert.Equal("ranking first ", await client.TextAsync(Path));
        _gateway["ranking"].Text = "second";
        var crowd = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.TextAsync(Path)));
        Assert.All(crowd, text => Assert.Equal("ranking first ", text));
        Assert.Single(_gateway["ranking"].Received);

        await Task.Delay(TimeSpan.FromSeconds(2.2), TestContext.Current.CancellationToken);
        Assert.Equal("ranking second ", await client.TextAsync(Path));
    }

    [Fact]
    public async Task Who_has_the_answer_already_is_told_so()
    {
        using var client = _gateway.Anonymous();
        using var first = await client.GetAsync(Path, []);
        Assert.Equal("\"first\"", first.Headers.ETag?.Tag);
        using var second = await client.GetAsync(Path, ("If-None-Match", "\"first\""));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        using var third = await client.GetAsync(Path, ("If-None-Match", "\"zeroth\""));
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task Formats_and_groups_are_kept_apart()
    {
        using var client = _gateway.Anonymous();
        using var json = await client.GetAsync(Path, ("Accept", "application/json"));
        using var csv = await client.GetAsync(Path, ("Accept", "text/csv"));
        using var other = await client.GetAsync(Path + "2", ("Accept", "text/csv"));
        Assert.Equal("ranking first text/csv", await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, _gateway["ranking"].Received.Count);
    }

    [Fact]
    public async Task The_archive_of_a_result_needs_no_token_and_is_not_kept()
    {
        using var client = _gateway.Anonymous();
        Assert.Equal("ranking first ", await client.TextAsync("/api/ranking/campaigns/a/archive?version=0"));
        await client.TextAsync("/api/ranking/campaigns/a/archive?version=0");
        Assert.Equal(2, _gateway["ranking"].Received.Count);
        using var closed = await client.GetAsync("/api/ranking/campaigns/a/snapshots", []);
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
    }

    [Fact]
    public async Task Failures_and_other_paths_are_not_kept()
    {
        using var client = _gateway.Client();
        for (var i = 0; i < 2; i++)
        {
            using var missing = await client.GetAsync("/api/public/v1/missing", []);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
            await client.TextAsync("/api/ranking/campaigns/a/standings");
        }

        Assert.Equal(4, _gateway["ranking"].Received.Count);
    }
}
