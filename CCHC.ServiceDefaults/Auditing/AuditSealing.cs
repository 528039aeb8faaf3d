using CCHC.ServiceDefaults.Persistence;
using CCHC.ServiceDefaults.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CCHC.ServiceDefaults.Auditing;

/// <summary>Chains new entries every few seconds and anchors the chain once a day; all replicas do, one at a time.</summary>
internal sealed class AuditSealing(NpgsqlDataSource database, ServiceDatabase service, IConfiguration configuration, TimeProvider clock, ILogger<AuditSealing> logger) : BackgroundService
{
    private const int Most = 10_000;
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);
    private AuditAnchors? _anchors;
    private DateOnly _anchoredOn;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _anchors = AuditAnchors.Open(configuration, service.Service);
        if (_anchors is null)
        {
            logger.LogWarning("{Setting} is not configured: the audit chain is not anchored outside the database", AuditAnchors.Setting);
        }

        using var timer = new PeriodicTimer(configuration.GetValue("Audit:SealEvery", Usual), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SealAsync(stoppingToken);
                await AnchorAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or IOException or UnauthorizedAccessException)
            {
                logger.LogWarning("The audit chain waits: {Reason}", exception.Message);
            }
        }
    }

    private async Task SealAsync(CancellationToken cancellationToken)
    {
        int count;
        do
        {
            await using var command = database.CreateCommand("SELECT audit.seal($1)");
            command.Parameters.AddWithValue(Most);
            count = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
        while (count == Most);
    }

    private async Task AnchorAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_anchors is null || _anchoredOn == VietnamTime.DateOf(now))
        {
            return;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var turn = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended('audit.anchor', 0))", connection))
        {
            await turn.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var head = new NpgsqlCommand("SELECT position, hash FROM audit.link ORDER BY position DESC LIMIT 1", connection);
        await using var reader = await head.ExecuteReaderAsync(cancellationToken);
        if (await reader.ReadAsync(cancellationToken))
        {
            _anchors.Append(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), now);
            _anchoredOn = VietnamTime.DateOf(now);
        }
    }
}
