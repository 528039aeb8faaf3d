using Yarp.ReverseProxy.Forwarder;

namespace CCHC.Gateway;

/// <summary>
/// Sends a request to the next replica when one cannot be reached, so that nobody notices a replica that died a moment ago. A write is sent
/// again only when no connection came about at all: otherwise it may have been carried out.
/// </summary>
public sealed class AnotherReplica(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var replicas = proxy.AvailableDestinations;
        while (true)
        {
            await next(context);
            var failed = proxy.ProxiedDestination;
            replicas = [.. replicas.Where(replica => replica != failed)];
            if (context.Response.HasStarted || replicas.Count == 0 || !MayTryAgain(context))
            {
                return;
            }

            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            proxy.AvailableDestinations = replicas;
        }
    }

    private static bool MayTryAgain(HttpContext context)
    {
        var failure = context.GetForwarderErrorFeature();
        var neverConnected = failure?.Exception is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
        };
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        return neverConnected || (isRead && failure?.Error is ForwarderError.Request);
    }
}
