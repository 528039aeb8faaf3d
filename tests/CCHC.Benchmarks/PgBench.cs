using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace CCHC.Benchmarks;

/// <summary>
/// The same transactions sent by PostgreSQL's own pgbench to the same server, on copies of the same rows: no HTTP, no rule, no program but
/// libpq. Its transactions begin at moments drawn beforehand too, and its times count from those.
/// </summary>
public sealed class PgBench : IDisposable
{
    /// <summary>The server takes 300 connections, most of which the services may hold; at the rates of an evening two or three are busy at a time.</summary>
    private const int Clients = 64;

    private const string Tables =
        """
        CREATE SCHEMA yardstick;
        CREATE TABLE yardstick.campaign AS SELECT * FROM campaigns WHERE id = $1;
        CREATE TABLE yardstick.sheet AS SELECT row_number() OVER (ORDER BY id)::int AS number, s.* FROM self_assessments s WHERE campaign_id = $1;
        CREATE TABLE yardstick.entry AS
            SELECT s.number AS sheet, row_number() OVER (PARTITION BY s.number ORDER BY e.leaf_code)::int AS leaf, e.*
            FROM leaf_entry e JOIN yardstick.sheet s ON s.id = e.self_assessment_id;
        CREATE TABLE yardstick.submission (id uuid PRIMARY KEY, sheet int NOT NULL, submitted_at timestamptz NOT NULL, content jsonb NOT NULL);
        CREATE TABLE yardstick.outbox (sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL);
        ALTER TABLE yardstick.campaign ADD PRIMARY KEY (id);
        ALTER TABLE yardstick.sheet ADD PRIMARY KEY (number);
        ALTER TABLE yardstick.entry ADD PRIMARY KEY (sheet, leaf);
        ANALYZE yardstick.campaign, yardstick.sheet, yardstick.entry;
        """;

    private const string Save =
        """
        \set sheet random(1, :sheets)
        \set leaf random(1, :leaves)
        \set numerator random(1, 1000)
        BEGIN;
        SELECT * FROM yardstick.sheet WHERE number = :sheet FOR SHARE;
        SELECT * FROM yardstick.entry WHERE sheet = :sheet;
        SELECT * FROM yardstick.campaign;
        UPDATE yardstick.entry SET data = jsonb_build_object('numerator', :numerator::int, 'denominator', 1000), points = :numerator::numeric / 1000, entered_at = now()
            WHERE sheet = :sheet AND leaf = :leaf RETURNING xmin;
        COMMIT;
        """;

    private const string Submit =
        """
        \set sheet random(1, :sheets)
        BEGIN;
        SELECT * FROM yardstick.sheet WHERE number = :sheet FOR UPDATE;
        SELECT * FROM yardstick.entry WHERE sheet = :sheet;
        SELECT * FROM yardstick.campaign;
        INSERT INTO yardstick.submission VALUES (gen_random_uuid(), :sheet, now(), :content);
        INSERT INTO yardstick.outbox (body) VALUES (:content);
        UPDATE yardstick.sheet SET status = 'Submitted', revision = revision + 1, submitted_at = now() WHERE number = :sheet;
        COMMIT;
        """;

    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cchc-pgbench-");
    private readonly string[] _variables;

    private PgBench(NpgsqlConnectionStringBuilder database, int sheets, int leaves, string content) =>
        (_database, _variables) = (database, [$"sheets={sheets}", $"leaves={leaves}", $"content={content}"]);

    /// <param name="database">Connection string of the service's own database; a schema is made in it.</param>
    /// <param name="campaignId">Whose filled sheets are copied.</param>
    /// <param name="content">What a submission writes, as JSON.</param>
    public static async Task<PgBench> PrepareAsync(string database, Guid campaignId, int sheets, int leaves, string content)
    {
        await using var source = NpgsqlDataSource.Create(database);
        foreach (var statement in Tables.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            await using var command = source.CreateCommand(statement.Replace("$1", $"'{campaignId}'", StringComparison.Ordinal));
            await command.ExecuteNonQueryAsync();
        }

        return new PgBench(new NpgsqlConnectionStringBuilder(database), sheets, leaves, content);
    }

    public Task<IReadOnlyList<double>> SaveForAsync(TimeSpan duration, double perSecond) => RunAsync(Save, duration, perSecond);

    public Task<IReadOnlyList<double>> SubmitForAsync(TimeSpan duration, double perSecond) => RunAsync(Submit, duration, perSecond);

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<IReadOnlyList<double>> RunAsync(string script, TimeSpan duration, double perSecond) => RunAsync(
        _database, _folder, script, string.Create(CultureInfo.InvariantCulture, $"-n -M prepared -c {Clients} -j 2 -R {perSecond} -T {duration.TotalSeconds}"), _variables);

    /// <summary>Milliseconds of every transaction.</summary>
    /// <param name="options">Of pgbench, without log and script.</param>
    /// <param name="variables">Of the script, NAME=VALUE.</param>
    internal static async Task<IReadOnlyList<double>> RunAsync(NpgsqlConnectionStringBuilder database, DirectoryInfo folder, string script, string options, string[] variables)
    {
        var run = folder.CreateSubdirectory(Guid.NewGuid().ToString("N"));
        var file = Path.Combine(run.FullName, "script.sql");
        await File.WriteAllTextAsync(file, script);
        var start = new ProcessStartInfo(
            Program(), [.. options.Split(' '), "-l", $"--log-prefix={run.FullName}/log", "-f", file, .. variables.SelectMany(variable => (string[])["-D", variable])])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = database.Host, ["PGPORT"] = database.Port.ToString(CultureInfo.InvariantCulture), ["PGUSER"] = database.Username,
                ["PGPASSWORD"] = database.Password, ["PGDATABASE"] = database.Database,
            },
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();

        // client, transaction, µs since its moment, script, …
        var times = run.EnumerateFiles("log*").SelectMany(log => File.ReadLines(log.FullName))
            .Select(line => double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture) / 1_000).ToList();
        return process.ExitCode == 0 && times.Count > 0 ? times : throw new InvalidOperationException($"pgbench ended with {process.ExitCode}: {string.Concat(said)}");
    }

    private static string Program() => Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", "pgbench")).Where(File.Exists).Max()
        ?? throw new InvalidOperationException("pgbench is missing; it comes with the package postgresql.");
}
