using System.Net;

namespace CCHC.Gateway.Tests;

public sealed class ReplicaTests : IAsyncLifetime
{
    private GatewayHost _gateway = null!;

    public async ValueTask InitializeAsync() => _gateway = await GatewayHost.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Replicas_share_the_requests()
    {
        using var client = _gateway.Client();
        for (var i = 0; i < 10; i++)
        {
            await client.TextAsync("/api/criteria/sets");
        }

        Assert.Equal(5, _gateway["criteria"].Received.Count);
        Assert.Equal(5, _gateway["criteria-1"].Received.Count);
    }

    [Fact]
    public async Task Nobody_notices_a_dead_replica()
    {
        using var client = _gateway.Client();
        await client.TextAsync("/api/criteria/sets");
        await client.TextAsync("/api/criteria/sets");
        await _gateway["criteria-1"].StopAsync();
        var before = _gateway["criteria"].Received.Count;

        for (var i = 0; i < 20; i++)
        {
            using var read = await client.GetAsync("/api/criteria/sets", []);
            using var write = await client.PostAsync("/api/criteria/sets", new byte[1000]);
            Assert.Equal(HttpStatusCode.OK, read.StatusCode);
            Assert.Equal(HttpStatusCode.OK, write.StatusCode);
        }

        var received = _gateway["criteria"].Received.Skip(before).ToList();
        Assert.Equal(20, received.Count(request => request.Method == "GET"));
        Assert.Equal(20, received.Count(request => request is { Method: "POST", BodyLength: 1000 }));
    }

    [Fact]
    public async Task A_replica_that_comes_back_gets_requests_again()
    {
        using var client = _gateway.Client();
        await _gateway["criteria-1"].StopAsync();
        for (var i = 0; i < 6; i++)
        {
            await client.TextAsync("/api/criteria/sets");
        }

        await _gateway["criteria-1"].StartAsync();
        var patience = DateTime.UtcNow.AddSeconds(15);
        while (_gateway["criteria-1"].Received.Count == 0 && DateTime.UtcNow < patience)
        {
            Assert.StartsWith("criteria", await client.TextAsync("/api/criteria/sets"), StringComparison.Ordinal);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.NotEmpty(_gateway["criteria-1"].Received);
    }

    [Fact]
    public async Task A_write_that_a_replica_may_have_carried_out_is_not_sent_again_but_a_read_is()
    {
        using var client = _gateway.Client();
        using var write = await client.PostAsync("/api/criteria/abort", new byte[10]);
        await Answers.IsProblemAsync(write, HttpStatusCode.BadGateway, "Một phần của hệ thống đang tạm ngắt");
        Assert.Single([.. _gateway["criteria"].Received, .. _gateway["criteria-1"].Received]);

        using var read = await client.GetAsync("/api/criteria/abort", []);
        Assert.Equal(2, _gateway["criteria"].Received.Concat(_gateway["criteria-1"].Received).Count(request => request.Method == "GET"));
    }

    [Fact]
    public async Task A_dead_service_is_a_problem_in_vietnamese_and_a_page_in_a_browser()
    {
        await _gateway["ranking"].StopAsync();
        await _gateway["portal"].StopAsync();
        using var client = _gateway.Client();

        using var api = await client.GetAsync("/api/ranking/campaigns/x/standings", []);
        await Answers.IsProblemAsync(api, HttpStatusCode.BadGateway, "Một phần của hệ thống đang tạm ngắt");

        using var page = await client.GetAsync("/", ("Accept", "text/html,*/*;q=0.8"));
        Assert.Equal(HttpStatusCode.BadGateway, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Hệ thống đang tạm ngắt", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await _gateway["ranking"].StartAsync();
        using var again = await client.GetAsync("/api/ranking/campaigns/x/standings", []);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }
}
