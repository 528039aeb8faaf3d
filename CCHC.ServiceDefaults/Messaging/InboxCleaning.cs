using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>Forgets messages so old that no broker delivers them again.</summary>
internal sealed class InboxCleaning(NpgsqlDataSource database, TimeProvider clock, ILogger<InboxCleaning> logger) : BackgroundService
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(6), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var command = database.CreateCommand("DELETE FROM inbox_message WHERE received_at < $1");
                command.Parameters.AddWithValue(clock.GetUtcNow() - Keep);
                var forgotten = await command.ExecuteNonQueryAsync(stoppingToken);
                logger.LogInformation("Forgot {Count} old inbox rows", forgotten);
            }
            catch (NpgsqlException exception)
            {
                logger.LogWarning("Old inbox rows stay until the next run: {Reason}", exception.Message);
            }
        }
    }
}
