using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Gateway;

/// <summary><c>GET /health</c>: whether every service has a replica that is ready.</summary>
public static class SystemHealth
{
    private const string Ready = "ready";
    private const string Starting = "starting";

    /// <summary>No replica answers.</summary>
    private const string Away = "away";

    public sealed record Response(string Status, IReadOnlyDictionary<string, string> Services);

    public static void AddSystemHealth(this WebApplicationBuilder builder) =>
        builder.Services.AddHttpClient(nameof(SystemHealth), client => client.Timeout = TimeSpan.FromSeconds(2)).RemoveAllLoggers();

    public static void MapSystemHealth(this WebApplication app) => app.MapGet("/health", Handle).WithName(nameof(SystemHealth)).AllowAnonymous();

    private static async Task<JsonHttpResult<Response>> Handle(IHttpClientFactory clients, IConfiguration configuration, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(nameof(SystemHealth));
        var states = await Task.WhenAll(Routes.Services.Select(service => AskServiceAsync(client, configuration.Addresses(service), cancellationToken)));
        var ready = Array.TrueForAll(states, state => state == Ready);
        return TypedResults.Json(
            new Response(ready ? Ready : Starting, Routes.Services.Zip(states).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<string> AskServiceAsync(HttpClient client, IEnumerable<string> addresses, CancellationToken cancellationToken)
    {
        var states = await Task.WhenAll(addresses.Select(address => AskReplicaAsync(client, new Uri(new Uri(address), "/health/ready"), cancellationToken)));
        return states.Contains(Ready, StringComparer.Ordinal) ? Ready : states.Contains(Starting, StringComparer.Ordinal) ? Starting : Away;
    }

    private static async Task<string> AskReplicaAsync(HttpClient client, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? Ready : Starting;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return Away;
        }
    }
}
