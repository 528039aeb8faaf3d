using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using CCHC.ServiceDefaults.Auditing;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CCHC.ServiceDefaults.FailedMessages;

/// <summary>
/// Puts what has failed for good into the database before the broker is told that it was dealt with. A crash in between brings the message back to the
/// consumer; while the database is away it goes back to the queue.
/// </summary>
internal sealed class FailedMessageFilter(IServiceScopeFactory scopes, TimeProvider clock, ILogger<FailedMessageFilter> logger) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var (consumer, body, exception, now) = (context.InputAddress.Segments[^1], context.Body.GetBytes(), context.Exception.GetBaseException(), clock.GetUtcNow());
        var (messageId, type) = Envelope(body);
        AuditOrigin.Consuming(consumer, messageId);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DbContext>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO failed_message AS known (consumer, message_id, type, content_type, body, exception, cause, trace, failures, first_failed_at, last_failed_at, state)
            VALUES ({consumer}, {messageId}, {type}, {context.ContentType?.ToString()}, {body}, {exception.GetType().FullName}, {Storable(exception.Message)},
                {Activity.Current?.TraceId.ToString()}, 1, {now}, {now}, {nameof(FailedMessageState.Waiting)})
            ON CONFLICT (consumer, message_id) DO UPDATE SET
                exception = excluded.exception, cause = excluded.cause, trace = excluded.trace, failures = known.failures + 1, last_failed_at = excluded.last_failed_at,
                state = CASE known.state WHEN {nameof(FailedMessageState.Discarded)} THEN known.state ELSE excluded.state END
            """,
            CancellationToken.None);
        logger.LogError(exception, "{Consumer} could not deal with message {MessageId} ({Type}); it waits for an operator", consumer, messageId, type);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("failed-message");

    /// <summary>The id and the contract's name; what has no id is known by its bytes.</summary>
    private static (Guid MessageId, string? Type) Envelope(byte[] body)
    {
        Guid? id = null;
        string? type = null;
        try
        {
            using var envelope = JsonDocument.Parse(body);
            id = envelope.RootElement.TryGetProperty("messageId", out var known) && known.TryGetGuid(out var guid) ? guid : null;
            type = envelope.RootElement.GetProperty("messageType")[0].GetString()!.Split(':')[^1];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            // A message that nobody can read is kept too.
        }

        return (id ?? new Guid(SHA256.HashData(body).AsSpan(0, 16)), type);
    }

    /// <summary>PostgreSQL does not store U+0000.</summary>
    private static string Storable(string text) => text.Replace("\0", "", StringComparison.Ordinal);
}
