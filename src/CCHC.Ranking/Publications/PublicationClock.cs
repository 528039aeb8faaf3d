using CCHC.Ranking.Data;
using CCHC.Ranking.Webhooks;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Publications;

/// <summary>
/// Tells the others at the minute at which a result became public; readers need no job, they ask the clock. Any number of replicas may run it: whoever
/// holds a publication's row notes it and commits that together with the event and the webhooks, so that a crash in between leaves it to the next look.
/// </summary>
public sealed class PublicationClock(IServiceScopeFactory scopes, ArchiveKeys keys, TimeProvider clock, ILogger<PublicationClock> logger) : BackgroundService
{
    /// <summary>Short enough that the news goes out within the minute.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("Archives are signed by the key {Key}", keys.Public[^1].Thumbprint);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                while (await AnnounceOneAsync(stoppingToken))
                {
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("The news of publications waits for the next look: {Reason}", exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>False when none is due that another replica does not hold.</summary>
    private async Task<bool> AnnounceOneAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RankingDbContext>();
        var events = scope.ServiceProvider.GetRequiredService<IEventPublisher>();
        var now = clock.GetUtcNow();
        await using var transaction = await db.BeginAsync(cancellationToken);
        var due = await db.Database
            .SqlQuery<Guid>(
                $"""
                SELECT id AS "Value" FROM publication WHERE announced_at IS NULL AND public_from <= {now} AND NOT EXISTS (
                    SELECT FROM publication AS earlier WHERE earlier.campaign_code = publication.campaign_code AND earlier.version < publication.version AND earlier.announced_at IS NULL)
                ORDER BY public_from, version LIMIT 1 FOR UPDATE SKIP LOCKED
                """)
            .ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return false;
        }

        var publication = await db.Publications.Include(publication => publication.Groups).SingleAsync(publication => publication.Id == due[0], cancellationToken);
        await db.AnnounceAsync(publication, events, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.LogInformation("Result of campaign {Campaign}, version {Version}, is public", publication.CampaignCode, publication.Version);
        return true;
    }
}
