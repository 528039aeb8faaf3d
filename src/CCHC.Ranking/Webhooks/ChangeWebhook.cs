using CCHC.Ranking.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Webhooks;

/// <summary>Another name, address or choice of events; what waits goes to the new address.</summary>
public static class ChangeWebhook
{
    public static async Task<Results<NoContent, NotFound>> Handle(Guid id, WebhookInput request, RankingDbContext db, EgressGuard guard, CancellationToken cancellationToken)
    {
        var (name, address, events) = request.Read(guard);
        if (await db.WebhookSubscriptions.SingleOrDefaultAsync(subscription => subscription.Id == id, cancellationToken) is not { } subscription)
        {
            return TypedResults.NotFound();
        }

        subscription.Change(name, address, events);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
