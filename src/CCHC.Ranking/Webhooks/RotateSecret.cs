using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Webhooks;

/// <summary>A new secret; the one before signs beside it until the receiver has changed over.</summary>
public static class RotateSecret
{
    /// <param name="OverlapHours">0 where the old one has become known to others.</param>
    public sealed record Request([property: Range(0, 720, ErrorMessage = "Khóa cũ còn hiệu lực từ 0 đến 720 giờ.")] int OverlapHours = 24);

    public sealed record Response(string Secret, DateTimeOffset FormerSecretUntil);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, Request? request, RankingDbContext db, WebhookKey key, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var found = await db.WebhookSubscriptions.FromSql($"SELECT * FROM webhook_subscription WHERE id = {id} FOR UPDATE").ToListAsync(cancellationToken);
        if (found is not [var subscription])
        {
            return TypedResults.NotFound();
        }

        var (secret, until) = (WebhookSignature.NewSecret(), clock.GetUtcNow().AddHours((request ?? new Request()).OverlapHours));
        subscription.TakeSecret(key.Seal(id, secret), until);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(secret, until));
    }
}
