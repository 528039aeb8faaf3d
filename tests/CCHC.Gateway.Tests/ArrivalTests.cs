using System.Globalization;

namespace CCHC.Gateway.Tests;

public sealed class ArrivalTests
{
    [Fact]
    public async Task Every_request_says_when_it_reached_the_gateway_whatever_the_caller_wrote_there()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.Client();
        foreach (var written in (string[][])[[], ["1"], ["99999999999999", "1"], ["today"]])
        {
            var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

            using var response = await client.GetAsync("/api/assessment/self-assessments", [.. written.Select(value => ("X-Request-Arrived", value))]);

            var stamp = gateway["assessment"].Received[^1].Arrived;
            Assert.InRange(long.Parse(stamp, NumberStyles.None, CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        }
    }
}
