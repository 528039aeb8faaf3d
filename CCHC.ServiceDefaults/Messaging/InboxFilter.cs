using System.Data;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>Makes a consumer's effect happen once: its changes, its own events and the note that the message was dealt with share one transaction.</summary>
internal sealed class InboxFilter<T>(DbContext db, TimeProvider clock) : IFilter<ConsumeContext<T>>
    where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException("A message without an id cannot be consumed exactly once.");
        var consumer = context.ReceiveContext.InputAddress.Segments[^1];

        // What fails fails as a whole and is tried again; savepoints would be two round trips for nothing.
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, context.CancellationToken);
        var first = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO inbox_message (message_id, consumer, received_at) VALUES ({messageId}, {consumer}, {clock.GetUtcNow()}) ON CONFLICT DO NOTHING",
            context.CancellationToken);
        if (first == 0)
        {
            return;
        }

        await next.Send(context);
        await db.SaveChangesAsync(context.CancellationToken);
        await transaction.CommitAsync(context.CancellationToken);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");
}
