using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.RateLimiting;
using Yarp.ReverseProxy.Model;

namespace CCHC.Gateway;

/// <summary>
/// Keeps a service that hangs from holding up callers and everything behind them: only so many requests may wait for one service, a read only so long for the
/// first byte, and both far less once no replica answers its probe. Whoever is turned away learns when to come again.
/// </summary>
public sealed class Bulkhead
{
    /// <summary>By then probes have told more.</summary>
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(string Service, bool InDoubt), ConcurrencyLimiter> _places = new();
    private readonly RequestDelegate _next;
    private readonly (int Most, TimeSpan FirstByte) _usual;
    private readonly (int Most, TimeSpan FirstByte) _inDoubt;

    public Bulkhead(RequestDelegate next, IConfiguration configuration)
    {
        var settings = configuration.GetSection("Bulkheads");
        _next = next;
        _usual = (settings.GetValue("Most", 1_000), settings.GetValue("FirstByte", TimeSpan.FromSeconds(60)));
        _inDoubt = (settings.GetValue("MostInDoubt", 20), settings.GetValue("FirstByteInDoubt", TimeSpan.FromSeconds(5)));
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var inDoubt = proxy.AllDestinations.All(replica => replica.Health.Active == DestinationHealth.Unhealthy);
        var (most, firstByte) = inDoubt ? _inDoubt : _usual;
        using var place = _places.GetOrAdd((proxy.Cluster.Config.ClusterId, inDoubt), _ => new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = most })).AttemptAcquire();
        if (!place.IsAcquired)
        {
            TurnAway(context, StatusCodes.Status503ServiceUnavailable);
        }
        else if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            await ReadAsync(context, firstByte);
        }
        else
        {
            await _next(context); // a write may be carried out: its caller decides how long to wait
        }
    }

    private async Task ReadAsync(HttpContext context, TimeSpan firstByte)
    {
        var caller = context.RequestAborted;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(caller);
        patience.CancelAfter(firstByte);
        context.Response.OnStarting(() =>
        {
            if (context.RequestAborted != caller)
            {
                patience.CancelAfter(Timeout.InfiniteTimeSpan); // what has begun may take its time, as a download or a stream does
            }

            return Task.CompletedTask;
        });
        context.RequestAborted = patience.Token;
        try
        {
            await _next(context);
        }
        finally
        {
            context.RequestAborted = caller;
        }

        if (patience.IsCancellationRequested && !caller.IsCancellationRequested && !context.Response.HasStarted)
        {
            context.Response.Clear();
            TurnAway(context, StatusCodes.Status504GatewayTimeout);
        }
    }

    private static void TurnAway(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = ComeAgain.TotalSeconds.ToString(CultureInfo.InvariantCulture);
    }
}
