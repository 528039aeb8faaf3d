using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>
/// Forgets messages so old that nobody delivers them again: events long sent, and much later what consumers have dealt with, so that whatever
/// <see cref="SentEvents"/> sends again is still known to be a copy.
/// </summary>
internal sealed class MessageCleaning(NpgsqlDataSource database, TimeProvider clock, ILogger<MessageCleaning> logger) : BackgroundService
{
    /// <summary>A broker may be away, or a failed message wait for somebody, for a week before a restore.</summary>
    private static readonly TimeSpan KeepSent = TimeSpan.FromDays(8);

    private static readonly TimeSpan KeepReceived = TimeSpan.FromDays(30);

    /// <summary>Those that nobody has to decide about any more, by a decision or because they came again and were dealt with.</summary>
    private const string FailedMessages =
        """
        DELETE FROM failed_message WHERE last_failed_at < $1
            AND (decided_at < $1 AND state <> 'Waiting' OR EXISTS (SELECT FROM inbox_message i WHERE i.consumer = failed_message.consumer AND i.message_id = failed_message.message_id))
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(6), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var sent = await DeleteAsync("DELETE FROM outbox_sent WHERE sent_at < $1", KeepSent, stoppingToken);
                await DeleteAsync(FailedMessages, KeepReceived, stoppingToken);
                var received = await DeleteAsync("DELETE FROM inbox_message WHERE received_at < $1", KeepReceived, stoppingToken);
                logger.LogInformation("Forgot {Received} old inbox rows and {Sent} events sent long ago", received, sent);
            }
            catch (NpgsqlException exception)
            {
                logger.LogWarning("Old messages stay until the next run: {Reason}", exception.Message);
            }
        }
    }

    private async Task<int> DeleteAsync(string statement, TimeSpan keep, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(statement);
        command.Parameters.AddWithValue(clock.GetUtcNow() - keep);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
