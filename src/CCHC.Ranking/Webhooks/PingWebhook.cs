using CCHC.Ranking.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Webhooks;

/// <summary>Puts an event without news into the queue, to try the receiver.</summary>
public static class PingWebhook
{
    public sealed record Response(Guid Delivery);

    public static async Task<Results<Accepted<Response>, NotFound>> Handle(Guid id, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('webhook-queue'))", cancellationToken);
        if (await db.WebhookSubscriptions.SingleOrDefaultAsync(subscription => subscription.Id == id, cancellationToken) is not { } subscription)
        {
            return TypedResults.NotFound();
        }

        subscription.RequireRunning();
        var now = clock.GetUtcNow();
        var delivery = WebhookDelivery.Of(id, WebhookEvents.Ping, subscription.Name, WebhookEvents.PingBody(subscription, now), now);
        db.WebhookDeliveries.Add(delivery);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Accepted($"/api/ranking/webhooks/{id}/deliveries", new Response(delivery.Id));
    }
}
