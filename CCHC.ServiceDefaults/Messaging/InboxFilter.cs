using System.Data;
using CCHC.ServiceDefaults.Auditing;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>Member by which this service's messages name what they are about; null where nothing it keeps is ever gone for good.</summary>
internal sealed record InboxSubject(string? Member);

/// <summary>
/// Makes a consumer's effect happen once, and not at all once its subject is gone: its changes, its own events and the note that the message
/// was dealt with share one transaction.
/// </summary>
internal sealed class InboxFilter<T>(DbContext db, InboxSubject subject, TimeProvider clock, ILogger<InboxFilter<T>> logger) : IFilter<ConsumeContext<T>>
    where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        // What fails fails as a whole and is tried again; savepoints would be two round trips for nothing.
        db.Database.AutoSavepointsEnabled = false;
        AuditOrigin.Consuming(ConsumerOf(context), context.MessageId.GetValueOrDefault());
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, context.CancellationToken);
        if (await NoteAsync(context) is not { } gone)
        {
            await DropAsync(context);
            return;
        }

        if (gone)
        {
            await DropAsync(context);
            logger.LogInformation("{Message} {Id} is about something that is gone and was dropped", typeof(T).Name, context.MessageId);
        }
        else
        {
            await next.Send(context);
            await db.SaveChangesAsync(context.CancellationToken);
        }

        await transaction.CommitAsync(context.CancellationToken);
        Freshness.Record(ConsumerOf(context), context.MessageId.GetValueOrDefault(), clock.GetUtcNow());
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");

    private static string ConsumerOf(ConsumeContext<T> context) => context.ReceiveContext.InputAddress.Segments[^1];

    /// <summary>Else the bus takes it for a message that nobody wanted and keeps it in a queue of its own.</summary>
    private static Task DropAsync(ConsumeContext<T> context) => context.NotifyConsumed(context, TimeSpan.Zero, nameof(InboxFilter<>));

    /// <summary>Whether the subject is gone; null when the message was dealt with before.</summary>
    private async Task<bool?> NoteAsync(ConsumeContext<T> context)
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException("A message without an id cannot be consumed exactly once.");
        var (consumer, now) = (ConsumerOf(context), clock.GetUtcNow());
        if (subject.Member is null || typeof(T).GetProperty(subject.Member)?.GetValue(context.Message) is not Guid about)
        {
            var first = await db.Database.ExecuteSqlAsync(
                $"INSERT INTO inbox_message (message_id, consumer, received_at) VALUES ({messageId}, {consumer}, {now}) ON CONFLICT DO NOTHING",
                context.CancellationToken);
            return first == 0 ? null : false;
        }

        // One statement: it waits for the lock of CloseInboxAsync and then sees the tombstone.
        var noted = await db.Database.SqlQuery<bool>(
            $"""
            INSERT INTO inbox_message (message_id, consumer, received_at) VALUES ({messageId}, {consumer}, {now}) ON CONFLICT DO NOTHING
            RETURNING EXISTS (SELECT 1 FROM inbox_tombstone WHERE id = {about}) AS "Value"
            """).ToListAsync(context.CancellationToken);
        return noted is [var gone] ? gone : null;
    }
}
