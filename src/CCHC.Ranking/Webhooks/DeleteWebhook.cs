using CCHC.Ranking.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Webhooks;

/// <summary>Ends a subscription; its queue goes with it.</summary>
public static class DeleteWebhook
{
    public static async Task<Results<NoContent, NotFound>> Handle(Guid id, RankingDbContext db, CancellationToken cancellationToken) =>
        await db.WebhookSubscriptions.Where(subscription => subscription.Id == id).ExecuteDeleteAsync(cancellationToken) == 1 ? TypedResults.NoContent() : TypedResults.NotFound();
}
