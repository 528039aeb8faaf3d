using CCHC.Ranking.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Webhooks;

/// <summary>Sends again, under the same ids and in the same order; what waits for its next attempt is tried at once.</summary>
public static class ReplayDeliveries
{
    /// <param name="Since">Everything that was put into the queue then or later.</param>
    public sealed record Request(DateTimeOffset Since);

    public sealed record Response(int Deliveries);

    public static Task<Results<Ok<Response>, NotFound>> One(Guid id, Guid deliveryId, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        ReplayAsync(id, deliveries => deliveries.Where(delivery => delivery.Id == deliveryId), required: true, db, clock, cancellationToken);

    public static Task<Results<Ok<Response>, NotFound>> Since(Guid id, Request request, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var since = request.Since.ToUniversalTime();
        return ReplayAsync(id, deliveries => deliveries.Where(delivery => delivery.CreatedAt >= since), required: false, db, clock, cancellationToken);
    }

    private static async Task<Results<Ok<Response>, NotFound>> ReplayAsync(
        Guid id, Func<IQueryable<WebhookDelivery>, IQueryable<WebhookDelivery>> which, bool required, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.WebhookSubscriptions.SingleOrDefaultAsync(subscription => subscription.Id == id, cancellationToken) is not { } subscription)
        {
            return TypedResults.NotFound();
        }

        subscription.RequireRunning();
        var deliveries = await which(db.WebhookDeliveries.FromSql($"SELECT *, xmin FROM webhook_delivery WHERE subscription_id = {id} FOR UPDATE")).ToListAsync(cancellationToken);
        if (required && deliveries.Count == 0)
        {
            return TypedResults.NotFound();
        }

        deliveries.ForEach(delivery => delivery.Replay(clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(deliveries.Count));
    }
}
