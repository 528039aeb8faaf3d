using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Webhooks;

/// <summary>What a subscription was told, or is to be told, the newest first.</summary>
public static class ListDeliveries
{
    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize);

    /// <param name="Id">Of the delivery.</param>
    /// <param name="MessageId">As the receiver knows it.</param>
    /// <param name="Event">Its name.</param>
    /// <param name="Subject">Code of the campaign.</param>
    /// <param name="State">Where it is.</param>
    /// <param name="CreatedAt">When it was put into the queue.</param>
    /// <param name="Attempts">How many there have been.</param>
    /// <param name="LastAttemptAt">The last of them.</param>
    /// <param name="NextAttemptAt">Not before; null when it does not wait.</param>
    /// <param name="DeliveredAt">When the receiver took it.</param>
    /// <param name="LastStatus">HTTP status of the last answer.</param>
    /// <param name="LastProblem">Why the last attempt failed.</param>
    /// <param name="LastAnswer">The beginning of the last answer.</param>
    public sealed record Item(
        Guid Id, string MessageId, string Event, string Subject, DeliveryState State, DateTimeOffset CreatedAt, int Attempts, DateTimeOffset? LastAttemptAt, DateTimeOffset? NextAttemptAt,
        DateTimeOffset? DeliveredAt, int? LastStatus, string? LastProblem, string? LastAnswer);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, string? state, RankingDbContext db, CancellationToken cancellationToken,
        [Range(1, 100_000, ErrorMessage = "Số trang phải từ 1 trở lên.")] int page = 1,
        [Range(1, 1_000, ErrorMessage = "Mỗi trang có từ 1 đến 1.000 dòng.")] int pageSize = 50)
    {
        DeliveryState? wanted = string.IsNullOrEmpty(state) ? null
            : Enum.TryParse<DeliveryState>(state, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known
            : throw new InvalidInputException("state", "Trạng thái là waiting, delivered hoặc givenUp.");
        if (!await db.WebhookSubscriptions.AnyAsync(subscription => subscription.Id == id, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var deliveries = db.WebhookDeliveries.AsNoTracking().Where(delivery => delivery.SubscriptionId == id && (wanted == null || delivery.State == wanted));
        var items = await deliveries.OrderByDescending(delivery => delivery.Sequence).Page(page, pageSize).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(
            [
                .. items.Select(delivery => new Item(
                    delivery.Id, delivery.MessageId, delivery.Event, delivery.Subject, delivery.State, delivery.CreatedAt, delivery.Attempts, delivery.LastAttemptAt,
                    delivery.State == DeliveryState.Waiting ? delivery.NextAttemptAt : null, delivery.DeliveredAt, delivery.LastStatus, delivery.LastProblem, delivery.LastAnswer)),
            ],
            await deliveries.CountAsync(cancellationToken), page, pageSize));
    }
}
