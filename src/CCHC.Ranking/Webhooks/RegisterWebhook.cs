using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Webhooks;

/// <summary>A receiver is registered and told of what becomes public from then on.</summary>
public static class RegisterWebhook
{
    /// <param name="Id">Of the subscription.</param>
    /// <param name="Secret">Shown here alone; the receiver checks signatures with it.</param>
    public sealed record Response(Guid Id, string Secret);

    public static async Task<Created<Response>> Handle(
        WebhookInput request, CurrentUser user, RankingDbContext db, EgressGuard guard, WebhookKey key, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (name, address, events) = request.Read(guard);
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('webhook-queue'))", cancellationToken);
        if (await db.WebhookSubscriptions.CountAsync(cancellationToken) >= WebhookSubscription.Most)
        {
            throw new RuleViolationException("webhook.too-many", $"Hệ thống nhận tối đa {WebhookSubscription.Most} webhook. Xóa webhook không còn dùng rồi đăng ký lại.");
        }

        var subscription = WebhookSubscription.Register(name, address, events, user.DisplayName, clock.GetUtcNow());
        var secret = WebhookSignature.NewSecret();
        subscription.TakeSecret(key.Seal(subscription.Id, secret), clock.GetUtcNow());
        db.WebhookSubscriptions.Add(subscription);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/ranking/webhooks/{subscription.Id}", new Response(subscription.Id, secret));
    }
}
