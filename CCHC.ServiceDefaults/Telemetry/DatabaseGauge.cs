using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CCHC.ServiceDefaults.Telemetry;

/// <summary>A figure that stands in the service's database and is read whenever somebody collects metrics; every replica tells the same.</summary>
/// <param name="Name">Such as <c>cchc.outbox.waiting</c>.</param>
/// <param name="Unit">By UCUM: <c>s</c>, or what is counted in braces, as <c>{event}</c>.</param>
/// <param name="Description">What it tells, in a sentence.</param>
/// <param name="Sql">The last column is the figure, the others are labels by their names; no personal data.</param>
public sealed record DatabaseGauge(string Name, string Unit, string Description, string Sql);

internal static class DatabaseGaugeExtensions
{
    public static void AddGauges(this WebApplicationBuilder builder, IReadOnlyList<DatabaseGauge> gauges)
    {
        foreach (var gauge in gauges)
        {
            builder.Services.AddSingleton(gauge);
        }
    }
}

/// <summary>Reads the gauges of this service.</summary>
internal sealed class DatabaseGauges : IDisposable
{
    private const int LongestRead = 5; // seconds: who collects waits no longer

    private readonly Meter _meter = new("CCHC.Database");
    private readonly ILogger<DatabaseGauges> _logger;

    public DatabaseGauges(IEnumerable<DatabaseGauge> gauges, IServiceProvider services, ILogger<DatabaseGauges> logger)
    {
        _logger = logger;
        foreach (var gauge in gauges)
        {
            _meter.CreateObservableGauge(gauge.Name, () => Read(gauge, services.GetRequiredService<NpgsqlDataSource>()), gauge.Unit, gauge.Description);
        }
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Nothing while the database is away: a figure of before would look like one of now.</summary>
    internal List<Measurement<double>> Read(DatabaseGauge gauge, NpgsqlDataSource database)
    {
        var measurements = new List<Measurement<double>>();
        try
        {
            using var command = database.CreateCommand(gauge.Sql);
            command.CommandTimeout = LongestRead;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var value = reader.FieldCount - 1;
                if (!reader.IsDBNull(value))
                {
                    measurements.Add(new(Convert.ToDouble(reader.GetValue(value), System.Globalization.CultureInfo.InvariantCulture), [.. Labels(reader, value)]));
                }
            }
        }
        catch (DbException exception)
        {
            _logger.LogWarning("{Gauge} cannot be read now: {Reason}", gauge.Name, exception.Message);
        }

        return measurements;
    }

    private static IEnumerable<KeyValuePair<string, object?>> Labels(NpgsqlDataReader reader, int count) =>
        Enumerable.Range(0, count).Select(i => KeyValuePair.Create<string, object?>(reader.GetName(i), reader.IsDBNull(i) ? "" : reader.GetValue(i).ToString()));
}
