using System.Diagnostics;
using System.Net;

namespace CCHC.Gateway.Tests;

/// <summary>One service hangs: it takes connections and answers nothing, not even its probe.</summary>
public sealed class BulkheadTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hanging_service_costs_its_callers_seconds_and_is_asked_by_few_and_the_others_are_as_quick_as_before()
    {
        await using var gateway = await GatewayHost.StartAsync(("Bulkheads:FirstByte", "00:00:20"), ("Bulkheads:FirstByteInDoubt", "00:00:02"), ("Bulkheads:MostInDoubt", "5"));
        using var client = gateway.Client();
        var ranking = gateway["ranking"];
        await AskAsync(client, "/api/ranking/campaigns");
        ranking.Hang();

        // Until the probes have told it, a caller waits as for a slow answer; then a short while.
        var first = client.GetAsync("/api/ranking/campaigns", []);
        await Task.Delay(TimeSpan.FromSeconds(10), Cancelled);
        Assert.False(first.IsCompleted);
        var crowd = Enumerable.Range(0, 60).Select(_ => AskAsync(client, "/api/ranking/campaigns")).ToList();
        await Task.Delay(TimeSpan.FromSeconds(1), Cancelled);
        Assert.InRange(ranking.Inside, 1, 5 + 2); // the crowd's five, the first one, a probe
        for (var i = 0; i < 20; i++)
        {
            var (status, took, _) = await AskAsync(client, "/api/survey/surveys");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.True(took < TimeSpan.FromSeconds(1), $"Another service took {took}.");
        }

        var answers = await Task.WhenAll(crowd);
        Assert.Equal((5, 55), (answers.Count(answer => answer.Status == HttpStatusCode.GatewayTimeout), answers.Count(answer => answer.Status == HttpStatusCode.ServiceUnavailable)));
        Assert.All(answers, answer => Assert.Equal(TimeSpan.FromSeconds(10), answer.RetryAfter));
        Assert.All(answers, answer => Assert.True(answer.Took < TimeSpan.FromSeconds(4), $"Somebody waited {answer.Took}."));
        using var late = await first;
        await Answers.IsProblemAsync(late, HttpStatusCode.GatewayTimeout, "Một phần của hệ thống đang tạm ngắt");

        ranking.GoOn();
        for (var clock = Stopwatch.StartNew(); (await AskAsync(client, "/api/ranking/campaigns")).Status != HttpStatusCode.OK; await Task.Delay(100, Cancelled))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), "It does not recover.");
        }

        await Task.Delay(TimeSpan.FromSeconds(3), Cancelled); // the next probe
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => AskAsync(client, "/api/ranking/campaigns"))), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Fact]
    public async Task Only_so_many_may_wait_for_one_service_also_when_nobody_knows_yet_that_it_hangs()
    {
        await using var gateway = await GatewayHost.StartAsync(("Bulkheads:Most", "10"), ("Bulkheads:FirstByte", "00:00:03"));
        using var client = gateway.Client();
        await AskAsync(client, "/api/ranking/campaigns");
        gateway["ranking"].Hang();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AskAsync(client, "/api/ranking/campaigns")));
        Assert.Equal((10, 30), (answers.Count(answer => answer.Status == HttpStatusCode.GatewayTimeout), answers.Count(answer => answer.Status == HttpStatusCode.ServiceUnavailable)));
        gateway["ranking"].GoOn();
    }

    [Fact]
    public async Task What_has_begun_to_arrive_may_take_its_time()
    {
        await using var gateway = await GatewayHost.StartAsync(("Bulkheads:FirstByte", "00:00:01"));
        using var client = gateway.Client();
        Assert.StartsWith("first ranking", await client.TextAsync("/api/ranking/trickle"), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, TimeSpan Took, TimeSpan? RetryAfter)> AskAsync(HttpClient client, string path)
    {
        var clock = Stopwatch.StartNew();
        using var answer = await client.GetAsync(path, []);
        return (answer.StatusCode, clock.Elapsed, answer.Headers.RetryAfter?.Delta);
    }
}
