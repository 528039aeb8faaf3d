using CCHC.Ranking.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Webhooks;

/// <summary>All subscriptions by name, with what waits in their queues.</summary>
public static class ListWebhooks
{
    /// <param name="Items">By name.</param>
    /// <param name="Most">How many there may be.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Most);

    /// <param name="Id">Of the subscription.</param>
    /// <param name="Name">Who receives.</param>
    /// <param name="Address">Where to.</param>
    /// <param name="Events">Names.</param>
    /// <param name="CreatedAt">When it was registered.</param>
    /// <param name="CreatedBy">By whom.</param>
    /// <param name="PausedAt">Null while it runs.</param>
    /// <param name="FormerSecretUntil">Until then the secret before the last one signs too; null when it does not.</param>
    /// <param name="Waiting">Deliveries not settled.</param>
    /// <param name="WaitingSince">Since when the first of them has been.</param>
    /// <param name="GivenUp">Deliveries that were given up.</param>
    /// <param name="LastDeliveredAt">When the receiver took something last.</param>
    /// <param name="LastProblem">Of the delivery that waits first.</param>
    public sealed record Item(
        Guid Id, string Name, string Address, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? PausedAt, DateTimeOffset? FormerSecretUntil,
        int Waiting, DateTimeOffset? WaitingSince, int GivenUp, DateTimeOffset? LastDeliveredAt, string? LastProblem);

    public static async Task<Ok<Response>> Handle(RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken) => TypedResults.Ok(new Response(
        await ReadAsync(db.WebhookSubscriptions.OrderBy(subscription => subscription.Name).ThenBy(subscription => subscription.Id), db, clock, cancellationToken), WebhookSubscription.Most));

    internal static async Task<IReadOnlyList<Item>> ReadAsync(IQueryable<WebhookSubscription> subscriptions, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var rows = await subscriptions.AsNoTracking().Select(subscription => new
        {
            Subscription = subscription,
            Waiting = db.WebhookDeliveries.Count(delivery => delivery.SubscriptionId == subscription.Id && delivery.State == DeliveryState.Waiting),
            First = db.WebhookDeliveries.Where(delivery => delivery.SubscriptionId == subscription.Id && delivery.State == DeliveryState.Waiting).OrderBy(delivery => delivery.Sequence)
                .Select(delivery => new { delivery.CreatedAt, delivery.LastProblem }).FirstOrDefault(),
            GivenUp = db.WebhookDeliveries.Count(delivery => delivery.SubscriptionId == subscription.Id && delivery.State == DeliveryState.GivenUp),
            LastDeliveredAt = db.WebhookDeliveries.Where(delivery => delivery.SubscriptionId == subscription.Id).Max(delivery => delivery.DeliveredAt),
        }).ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new Item(
                row.Subscription.Id, row.Subscription.Name, row.Subscription.Address, row.Subscription.Events, row.Subscription.CreatedAt, row.Subscription.CreatedBy, row.Subscription.PausedAt,
                row.Subscription.FormerSecretUntil > now ? row.Subscription.FormerSecretUntil : null, row.Waiting, row.First?.CreatedAt, row.GivenUp, row.LastDeliveredAt, row.First?.LastProblem)),
        ];
    }
}
