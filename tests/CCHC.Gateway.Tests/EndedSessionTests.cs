using System.Diagnostics;
using System.Net;

namespace CCHC.Gateway.Tests;

public sealed class EndedSessionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_whose_session_has_ended_opens_nothing_any_more_long_before_its_own_end()
    {
        await using var gateway = await GatewayHost.StartAsync(("EndedSessions:AskEvery", "00:00:00.1"));
        var (mine, others) = (Guid.NewGuid(), Guid.NewGuid());
        using var me = gateway.Client(gateway["identity"].Token(session: mine));
        using var other = gateway.Client(gateway["identity"].Token(session: others));
        using var program = gateway.Client();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(me));

        gateway["identity"].EndedSessions = [mine, Guid.NewGuid()];
        for (var clock = Stopwatch.StartNew(); await StatusAsync(me) != HttpStatusCode.Unauthorized; await Task.Delay(50, Cancelled))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), "The session goes on.");
        }

        using var refused = await me.GetAsync("/api/criteria/sets", []);
        await Answers.IsProblemAsync(refused, HttpStatusCode.Unauthorized, "Cần đăng nhập");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(me, "/api/public/v1/campaigns"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(other), await StatusAsync(program)));

        // Identity away: what was known stays, and nobody else is kept out.
        await gateway["identity"].StopAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(500), Cancelled);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusAsync(me), await StatusAsync(other)));
    }

    /// <summary>What identity tells the gateway is nobody else's.</summary>
    [Fact]
    public async Task Nobody_from_outside_is_told_which_sessions_have_ended()
    {
        await using var gateway = await GatewayHost.StartAsync();
        gateway["identity"].EndedSessions = [Guid.NewGuid()];
        using var client = gateway.Anonymous();
        Assert.StartsWith("portal first", await client.TextAsync("/internal/ended-sessions"), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path = "/api/criteria/sets")
    {
        using var answer = await client.GetAsync(path, []);
        return answer.StatusCode;
    }
}
