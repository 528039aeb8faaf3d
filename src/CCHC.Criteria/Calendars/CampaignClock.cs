using CCHC.Contracts.Criteria;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Calendars;

/// <summary>
/// Opens and closes phases at their minute, writes reminders, wipes practice copies. Any number of replicas may run it: whoever holds a campaign's
/// row makes its change and commits it together with the event, so that a crash in between leaves it to the next look.
/// </summary>
public sealed class CampaignClock(IServiceScopeFactory scopes, TimeProvider clock, ILogger<CampaignClock> logger) : BackgroundService
{
    /// <summary>Short enough that a change happens within its minute.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("The calendar waits for the next look: {Reason}", exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Does everything that is due now.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        while (await ChangeOneAsync(cancellationToken))
        {
        }

        await RemindAsync(cancellationToken);
    }

    /// <summary>False when no campaign is due that another replica does not hold.</summary>
    private async Task<bool> ChangeOneAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CriteriaDbContext>();
        var events = scope.ServiceProvider.GetRequiredService<IEventPublisher>();
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var due = await db.Database
            .SqlQuery<Guid>($"SELECT id AS \"Value\" FROM campaigns WHERE next_due_at <= {now} ORDER BY next_due_at LIMIT 1 FOR UPDATE SKIP LOCKED")
            .ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return false;
        }

        var campaign = await db.Campaigns.Whole().SingleAsync(x => x.Id == due[0], cancellationToken);
        if (campaign.IsToBeWiped(now))
        {
            events.Publish(new CampaignWiped { CampaignId = campaign.Id, Code = campaign.Code, WipedAt = now });
            db.Campaigns.Remove(campaign);
        }
        else
        {
            while (campaign.Advance(now))
            {
                events.Publish(campaign.ToChangedEvent());
                logger.LogInformation("Campaign {Campaign}: {Deed}", campaign.Code, campaign.Journal[^1].Text);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task RemindAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CriteriaDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock(hashtextextended('reminders', 0)) AS \"Value\"").SingleAsync(cancellationToken))
        {
            return; // the other replica is at it
        }

        var campaigns = await db.Campaigns.WithDeadlines().Where(campaign => campaign.Phase != CampaignPhase.Published && campaign.EndedAt == null).ToListAsync(cancellationToken);
        foreach (var campaign in campaigns)
        {
            await Reminders.WriteAsync(db, campaign, clock.GetUtcNow(), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
