using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;
using Npgsql;

namespace CCHC.ServiceDefaults.FailedMessages;

/// <summary>An entry of the outbox that does not hold an event but names a failed message: the relay hands it to its one consumer, as it came.</summary>
internal static class Redelivery
{
    /// <summary>Stands where the type of an event would.</summary>
    public const string Type = "failed-message";

    /// <summary>Never published: the body of the failed message goes in its place.</summary>
    private sealed record FormerMessage;

    /// <summary>Confirmed by the broker. What nobody decided any more to send, as after a restore, is passed over; so is what a former consumer left.</summary>
    /// <param name="database">Of the service.</param>
    /// <param name="bus">Of the service.</param>
    /// <param name="body">The consumer and the message's id.</param>
    /// <param name="cancellationToken">Ends the wait for the broker.</param>
    public static async Task SendAsync(NpgsqlDataSource database, IBus bus, string body, CancellationToken cancellationToken)
    {
        var (consumer, messageId) = (body.Split(' ')[0], Guid.Parse(body.Split(' ')[1]));
        if (await ReadAsync(database, consumer, messageId, cancellationToken) is not var (content, contentType))
        {
            return;
        }

        try
        {
            // The exchange of the consumer's queue: an address of a queue would declare it anew, and not as a quorum queue.
            var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{consumer}"));
            await endpoint.Send(
                new FormerMessage(),
                context =>
                {
                    context.MessageId = messageId;
                    context.Serializer = new CopyBodySerializer(new ContentType(contentType ?? "application/vnd.masstransit+json"), new BytesMessageBody(content));
                    context.GetPayload<RabbitMqSendContext>().Mandatory = true;
                },
                cancellationToken);
        }
        catch (MessageReturnedException)
        {
            await using var back = Command(
                database, "UPDATE failed_message SET state = $3, cause = $4 WHERE consumer = $1 AND message_id = $2", consumer, messageId, nameof(FailedMessageState.Waiting), $"{consumer} no longer exists.");
            await back.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<(byte[] Content, string? ContentType)?> ReadAsync(NpgsqlDataSource database, string consumer, Guid messageId, CancellationToken cancellationToken)
    {
        await using var command = Command(
            database, "SELECT body, content_type FROM failed_message WHERE consumer = $1 AND message_id = $2 AND state = $3", consumer, messageId, nameof(FailedMessageState.SentAgain));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? (reader.GetFieldValue<byte[]>(0), reader.IsDBNull(1) ? null : reader.GetString(1)) : null;
    }

    private static NpgsqlCommand Command(NpgsqlDataSource database, string statement, params object[] values)
    {
        var command = database.CreateCommand(statement);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
