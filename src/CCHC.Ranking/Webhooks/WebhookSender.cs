using System.Collections.Concurrent;
using CCHC.Ranking.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Webhooks;

/// <summary>
/// Empties the queues, each by a worker of its own, so that a slow receiver keeps nobody waiting. A queue belongs to whoever holds its lease: replicas never
/// send the same delivery at once, and after a crash another sends it again under the same id.
/// </summary>
public sealed class WebhookSender(IServiceScopeFactory scopes, WebhookClient client, TimeProvider clock, ILogger<WebhookSender> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Longer than an attempt takes; renewed before each.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, Task> _workers = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                while (await ClaimAsync(stoppingToken) is { } claimed)
                {
                    _workers[claimed.Lease] = WorkAsync(claimed.Subscription, claimed.Lease, stoppingToken);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("Webhooks wait for the next look: {Reason}", exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_workers.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Takes a queue whose first delivery is due and that nobody works on.</summary>
    private async Task<(Guid Subscription, Guid Lease)?> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RankingDbContext>();
        var (now, lease) = (clock.GetUtcNow(), Guid.NewGuid());
        var claimed = await db.Database.SqlQuery<Guid>(
            $"""
            UPDATE webhook_subscription SET lease = {lease}, leased_until = {now + LeaseTime} WHERE id = (
                SELECT id FROM webhook_subscription AS due
                WHERE paused_at IS NULL AND (leased_until IS NULL OR leased_until <= {now})
                    AND (SELECT next_attempt_at FROM webhook_delivery WHERE subscription_id = due.id AND state = 'Waiting' ORDER BY sequence LIMIT 1) <= {now}
                ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id AS "Value"
            """).ToListAsync(cancellationToken);
        return claimed.Count == 0 ? null : (claimed[0], lease);
    }

    private async Task WorkAsync(Guid subscription, Guid lease, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            while (await SendNextAsync(subscription, lease, cancellationToken))
            {
            }

            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<RankingDbContext>().Database.ExecuteSqlAsync(
                $"UPDATE webhook_subscription SET lease = NULL, leased_until = NULL WHERE id = {subscription} AND lease = {lease}", cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("The webhook {Subscription} waits until its lease is over: {Reason}", subscription, exception.Message);
        }
        finally
        {
            _workers.TryRemove(lease, out _);
        }
    }

    /// <summary>False when the queue is empty, its first delivery has to wait, or the lease is lost.</summary>
    private async Task<bool> SendNextAsync(Guid id, Guid lease, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RankingDbContext>();
        var until = clock.GetUtcNow() + LeaseTime;
        var held = await db.Database.ExecuteSqlAsync($"UPDATE webhook_subscription SET leased_until = {until} WHERE id = {id} AND lease = {lease} AND paused_at IS NULL", cancellationToken);
        var subscription = held == 0 ? null : await db.WebhookSubscriptions.AsNoTracking().SingleOrDefaultAsync(subscription => subscription.Id == id, cancellationToken);
        var delivery = subscription is null ? null : await db.WebhookDeliveries
            .Where(delivery => delivery.SubscriptionId == id && delivery.State == DeliveryState.Waiting).OrderBy(delivery => delivery.Sequence).FirstOrDefaultAsync(cancellationToken);
        if (delivery is null || delivery.NextAttemptAt > clock.GetUtcNow())
        {
            return false;
        }

        var result = await client.SendAsync(subscription!, delivery, cancellationToken);
        delivery.Record(result, clock.GetUtcNow(), Random.Shared.NextDouble());
        try
        {
            // A delivery that was replayed, or sent by another replica, in the meantime is left as that made it: it is sent again rather than lost.
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return true;
        }

        logger.LogInformation("Webhook {Message} to {Subscription}: {State}, {Status}", delivery.MessageId, id, delivery.State, result.Status);
        return true;
    }
}
