using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.FailedMessages;

/// <summary>Hands a message to its consumer once more, also one that was discarded: the decision and the entry of the outbox are one statement.</summary>
internal static class SendAgain
{
    public static async Task<Results<Ok<DecidedMessages>, NotFound>> Handle(
        string consumer, Guid id, CurrentUser user, DbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sent = await SendAsync(db, consumer, id, clock.GetUtcNow(), user, clock, cancellationToken);
        return sent == 1 ? TypedResults.Ok(new DecidedMessages(sent))
            : await db.Set<FailedMessage>().AnyAsync(message => message.Consumer == consumer && message.MessageId == id, cancellationToken)
                ? throw new RuleViolationException("failed-message.sent-again", "Thông điệp này đã được gửi lại rồi; nếu lại lỗi, nó sẽ hiện ra ở đây.")
                : TypedResults.NotFound();
    }

    /// <summary>Returns how many were sent; all that wait where <paramref name="id"/> is null.</summary>
    public static Task<int> SendAsync(DbContext db, string consumer, Guid? id, DateTimeOffset until, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Database.ExecuteSqlAsync(
            $"""
            WITH again AS (
                UPDATE failed_message SET state = {nameof(FailedMessageState.SentAgain)}, decided_at = {now}, decided_by = {user.DisplayName}, reason = NULL
                WHERE consumer = {consumer} AND last_failed_at <= {until.ToUniversalTime()}
                    AND CASE WHEN {id}::uuid IS NULL THEN state = {nameof(FailedMessageState.Waiting)} ELSE message_id = {id}::uuid AND state <> {nameof(FailedMessageState.SentAgain)} END
                RETURNING message_id)
            INSERT INTO outbox_message (message_id, type, body, published_at) SELECT gen_random_uuid(), {Redelivery.Type}, {consumer} || ' ' || message_id, {now} FROM again
            """,
            cancellationToken);
    }
}
