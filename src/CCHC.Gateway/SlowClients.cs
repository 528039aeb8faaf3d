using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CCHC.Gateway;

/// <summary>
/// What one connection may cost: whoever sends headers or a body drop by drop, takes an answer drop by drop, or says nothing is cut off; beyond
/// <c>Connections:Most</c> nobody is let in. Slow lines are well above it.
/// </summary>
public static class SlowClients
{
    public static void AddSlowClientLimits(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Connections");
        var rate = new MinDataRate(settings.GetValue("BytesPerSecond", 500d), settings.GetValue("Grace", TimeSpan.FromSeconds(10)));
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MinRequestBodyDataRate = rate;
            options.Limits.MinResponseDataRate = rate;
            options.Limits.RequestHeadersTimeout = settings.GetValue("Headers", TimeSpan.FromSeconds(15));
            options.Limits.KeepAliveTimeout = settings.GetValue("Idle", TimeSpan.FromSeconds(75)); // longer than reverse proxies and the portal keep theirs
            options.Limits.MaxConcurrentConnections = settings.GetValue("Most", 10_000);
            options.Limits.MaxConcurrentUpgradedConnections = 0; // nothing here speaks anything else
        });
    }
}
