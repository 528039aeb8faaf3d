using CCHC.Ranking.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Webhooks;

/// <summary>Nothing is sent for a while; what happens meanwhile is kept and sent in order afterwards.</summary>
public static class PauseWebhook
{
    public static Task<Results<NoContent, NotFound>> Pause(Guid id, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        ChangeAsync(id, db, subscription => subscription.Pause(clock.GetUtcNow()), cancellationToken);

    public static Task<Results<NoContent, NotFound>> Resume(Guid id, RankingDbContext db, CancellationToken cancellationToken) =>
        ChangeAsync(id, db, subscription => subscription.Resume(), cancellationToken);

    private static async Task<Results<NoContent, NotFound>> ChangeAsync(Guid id, RankingDbContext db, Action<WebhookSubscription> change, CancellationToken cancellationToken)
    {
        if (await db.WebhookSubscriptions.SingleOrDefaultAsync(subscription => subscription.Id == id, cancellationToken) is not { } subscription)
        {
            return TypedResults.NotFound();
        }

        change(subscription);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
