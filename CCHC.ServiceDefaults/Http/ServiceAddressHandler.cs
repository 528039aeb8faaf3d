using Microsoft.Extensions.Configuration;

namespace CCHC.ServiceDefaults.Http;

/// <summary>Turns <c>http://NAME/…</c> into one of the addresses <c>services:NAME:http:N</c>, the next one with every call.</summary>
internal sealed class ServiceAddressHandler(IConfiguration configuration) : DelegatingHandler
{
    private int _calls;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A retried request comes back with the address of the attempt before; its name is kept in the Host header.
        var uri = request.RequestUri!;
        var service = request.Headers.Host ??= uri.Host;
        var addresses = configuration.GetSection($"services:{service}:http").GetChildren().Select(child => child.Value).OfType<string>().ToArray();
        if (addresses.Length == 0)
        {
            throw new InvalidOperationException($"No address is configured for the service '{service}' (services:{service}:http:0).");
        }

        var address = addresses[(Interlocked.Increment(ref _calls) & int.MaxValue) % addresses.Length];
        request.RequestUri = new Uri(new Uri(address), uri.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
