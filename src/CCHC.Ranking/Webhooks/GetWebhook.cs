using CCHC.Ranking.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Webhooks;

/// <summary>One subscription; its secret is told to nobody a second time.</summary>
public static class GetWebhook
{
    public static async Task<Results<Ok<ListWebhooks.Item>, NotFound>> Handle(Guid id, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        await ListWebhooks.ReadAsync(db.WebhookSubscriptions.Where(subscription => subscription.Id == id), db, clock, cancellationToken) is [var item]
            ? TypedResults.Ok(item)
            : TypedResults.NotFound();
}
