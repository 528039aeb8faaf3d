using CCHC.Testing.Installations;
using Npgsql;

namespace CCHC.Chaos.Invariants;

/// <summary>The services' databases, read by their owner past everything that may be cut.</summary>
public sealed class Databases(Installation system) : IAsyncDisposable
{
    private readonly Dictionary<string, NpgsqlDataSource> _sources = Processes.Services.ToDictionary(
        service => service, service => NpgsqlDataSource.Create(system.ConnectionString(Processes.DatabaseOf(service)) + ";Timeout=5;Maximum Pool Size=2"), StringComparer.Ordinal);

    public async Task<List<T>> ReadAsync<T>(string service, string query, Func<NpgsqlDataReader, T> row, params object[] parameters)
    {
        await using var command = _sources[service].CreateCommand(query);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public async Task<long> CountAsync(string service, string from, params object[] parameters) =>
        (await ReadAsync(service, $"SELECT count(*) FROM {from}", reader => reader.GetInt64(0), parameters))[0];

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values)
        {
            await source.DisposeAsync();
        }
    }
}
