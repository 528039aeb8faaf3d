using System.Diagnostics;
using System.Text.Json;
using CCHC.ServiceDefaults.FailedMessages;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>
/// Carries committed events to the broker: claims rows so that several replicas share the work, publishes with confirms, sets aside what
/// was confirmed. A crash in between publishes again; the inbox drops the copy.
/// </summary>
internal sealed class OutboxRelay(NpgsqlDataSource database, IBus bus, ILogger<OutboxRelay> logger) : BackgroundService
{
    /// <summary>Finds rows whose notification was lost, for instance because no replica was listening.</summary>
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);
    private const int BatchSize = 200;

    private static readonly ActivitySource Activities = new("CCHC.Outbox");

    private sealed record Row(long Sequence, Guid MessageId, string Type, string Body, string? TraceParent);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                logger.LogWarning("The outbox waits: {Reason}", exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);

        // All this session commits is that rows were relayed; should a crash of the server forget it, they are sent again and the inbox drops
        // the copies. So the next batch does not wait for the disk.
        await using (var listen = new NpgsqlCommand($"LISTEN {OutboxNotification.Channel}; SET synchronous_commit = off", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        // A notification that comes while a batch is under way is delivered with its commit, where WaitAsync never sees it.
        var notified = false;
        connection.Notification += (_, _) => notified = true;
        while (true)
        {
            notified = false;
            while (await RelayBatchAsync(connection, cancellationToken))
            {
            }

            if (!notified)
            {
                await connection.WaitAsync(SweepInterval, cancellationToken);
            }
        }
    }

    /// <summary>True when there may be more to relay.</summary>
    private async Task<bool> RelayBatchAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var rows = await ClaimAsync(connection, cancellationToken);
        if (rows.Count == 0)
        {
            return false;
        }

        var confirmed = await Task.WhenAll(rows.Select(row => PublishAsync(row, cancellationToken)));

        await using var keep = new NpgsqlCommand(SentEvents.Keep, connection);
        keep.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. rows.Zip(confirmed).Where(pair => pair.Second).Select(pair => pair.First.Sequence)] });
        await keep.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        if (Array.Exists(confirmed, done => !done))
        {
            throw new TimeoutException("the broker did not confirm every event; they will be sent again");
        }

        return rows.Count == BatchSize;
    }

    private static async Task<List<Row>> ClaimAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var claim = new NpgsqlCommand(
            $"SELECT sequence, message_id, type, body, trace_parent FROM outbox_message ORDER BY sequence LIMIT {BatchSize} FOR UPDATE SKIP LOCKED",
            connection);
        await using var reader = await claim.ExecuteReaderAsync(cancellationToken);
        var rows = new List<Row>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new Row(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetString(4)));
        }

        return rows;
    }

    private async Task<bool> PublishAsync(Row row, CancellationToken cancellationToken)
    {
        var parent = ActivityContext.TryParse(row.TraceParent, traceState: null, out var request) ? request : default;
        using var activity = Activities.StartActivity("outbox publish", ActivityKind.Internal, parent);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(PublishTimeout);
        try
        {
            if (row.Type == Redelivery.Type)
            {
                await Redelivery.SendAsync(database, bus, row.Body, timeout.Token);
                return true;
            }

            var type = Type.GetType(row.Type, throwOnError: true)!;
            var message = JsonSerializer.Deserialize(row.Body, type, JsonSerializerOptions.Web)!;
            await bus.Publish(message, type, context => context.MessageId = row.MessageId, timeout.Token);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("Event {MessageId} ({Type}) was not confirmed: {Reason}", row.MessageId, row.Type, exception.Message);
            return false;
        }
    }
}
