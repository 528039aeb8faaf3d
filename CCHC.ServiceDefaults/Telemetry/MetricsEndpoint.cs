using System.Net;
using CCHC.ServiceDefaults.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace CCHC.ServiceDefaults.Telemetry;

/// <summary>
/// <c>/metrics</c>, in the text format of Prometheus, for whoever collects metrics on the machine itself or in the networks of <c>Metrics:From</c> (comma
/// separated, as <c>10.1.0.0/16</c>). To everybody else, and to whatever comes through a proxy, it is a page that does not exist.
/// </summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    /// <summary>The last is what a forwarded address leaves behind once it was taken for the connection's.</summary>
    private static readonly string[] OfProxies = ["X-Forwarded-For", "Forwarded", "X-Original-For"];

    public static void UseMetrics(this WebApplication app)
    {
        var networks = (app.Configuration["Metrics:From"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(IPNetwork.Parse).ToList();
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            app.Services.GetRequiredService<MeterProvider>(), context => context.Request.Path == Path && MayCollect(context, networks), path: null, configureBranchedPipeline: null, optionsName: null);
    }

    private static bool MayCollect(HttpContext context, List<IPNetwork> networks)
    {
        var address = context.Connection.RemoteIpAddress?.Plain();
        return address is not null && !OfProxies.Any(context.Request.Headers.ContainsKey)
            && (IPAddress.IsLoopback(address) || networks.Exists(network => network.Contains(address)));
    }
}
