using System.Collections.Frozen;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Gateway;

/// <summary>
/// Which sessions have ended before their access tokens: signed out, ended elsewhere, of an account that was locked or closed. Asked of Identity every
/// <c>EndedSessions:AskEvery</c>. While Identity is away nobody can end one, and what is known stays.
/// </summary>
public sealed class EndedSessions(IHttpClientFactory clients, IConfiguration configuration, ILogger<EndedSessions> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private volatile FrozenSet<string> _ended = FrozenSet<string>.Empty;

    /// <summary>Whether the session of this token has ended; a client's token has none.</summary>
    public bool Contain(HttpContext context) => context.User.FindFirst(TokenClaims.Session) is { } session && _ended.Contains(session.Value);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(configuration.GetValue("EndedSessions:AskEvery", TimeSpan.FromSeconds(2)));
        do
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            patience.CancelAfter(Patience);
            try
            {
                using var client = clients.CreateClient("identity");
                var ended = await client.GetFromJsonAsync<string[]>(new Uri("/internal/ended-sessions", UriKind.Relative), patience.Token);
                _ended = ended!.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested && exception is not OutOfMemoryException)
            {
                // Whatever it is, a circuit that was broken too: the gateway goes on.
                logger.LogDebug("Identity does not tell which sessions have ended: {Reason}", exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

/// <summary>Refuses tokens of sessions that have ended, also where none is needed: whoever shows it believes to be signed in.</summary>
public sealed class EndedSessionCheck(RequestDelegate next, EndedSessions ended)
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EndedSessions>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<EndedSessions>());
    }

    public Task InvokeAsync(HttpContext context)
    {
        if (!ended.Contain(context))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Task.CompletedTask;
    }
}
