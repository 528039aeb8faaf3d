using CCHC.Identity.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CCHC.Identity.Tokens;

/// <summary>Lets keys be announced in time even when nobody signs in for days, and forgets sessions that are over.</summary>
internal sealed class TokenUpkeep(IServiceScopeFactory scopes, SigningKeys keys, TimeProvider clock, ILogger<TokenUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan KeepEndedSessions = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                await keys.PublishedAsync(stoppingToken);
                await using var scope = scopes.CreateAsyncScope();
                var db = scope.ServiceProvider.GetRequiredService<IdentityDbContext>();
                var (now, before) = (clock.GetUtcNow(), clock.GetUtcNow() - KeepEndedSessions);
                await db.Sessions.Where(session => session.ExpiresAt < before).ExecuteDeleteAsync(stoppingToken);
                await db.Challenges.Where(challenge => challenge.ExpiresAt < now).ExecuteDeleteAsync(stoppingToken);
                await SignIns.SignInGuard.TidyAsync(db, now, stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
            {
                logger.LogWarning("Keys and sessions are looked after an hour later: {Reason}", exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
