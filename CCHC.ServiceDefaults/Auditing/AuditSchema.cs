using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CCHC.ServiceDefaults.Auditing;

/// <summary>Brings the schema <c>audit</c> of a service's database up to date, around its migrations.</summary>
internal static partial class AuditSchema
{
    /// <summary>What the owner of the database writes stands under this word and the migration's name.</summary>
    public const string Migration = "migration ";

    /// <summary>A session in which rows read as in the triggers.</summary>
    public static readonly string Session = AuditedTable.Settings.TrimStart().Replace(" SET ", "; SET ", StringComparison.Ordinal);

    private static readonly string Script = AuditedTable.ReadResource("audit.sql");

    /// <summary>The functions' bodies by name: one that is another has been replaced.</summary>
    public static IReadOnlyDictionary<string, string> Functions { get; } =
        Function().Matches(Script).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["body"].Value, StringComparer.Ordinal);

    /// <summary>
    /// Before the migrations: notes whatever is not as recorded, because afterwards every row counts as found. Returns the last migration to come,
    /// under whose name they all run; null when there is none.
    /// </summary>
    public static async Task<string?> PrepareAsync(DbContext db, CancellationToken cancellationToken)
    {
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).LastOrDefault() is not { } pending || !await db.Database.CanConnectAsync(cancellationToken))
        {
            return null;
        }

        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await ExecuteAsync(connection, $"{Session}; {ActAs(Migration + pending)}", cancellationToken);
        foreach (var trigger in await TriggersAsync(connection, cancellationToken))
        {
            if (trigger.Table is { } table)
            {
                await NoteAsync(connection, table, "X", cancellationToken);
            }

            // It knows the columns of before: a migration that changes both columns and rows would fail. What rows become is noted afterwards.
            await ExecuteAsync(connection, $"""ALTER TABLE public."{trigger.Name}" DISABLE TRIGGER audit""", cancellationToken);
        }

        return pending;
    }

    /// <summary>After the migrations: schema and triggers; every row of which nothing is recorded yet, or that a migration has changed, is noted as found.</summary>
    public static async Task InstallAsync(DbContext db, string? migration, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"{Session}; {ActAs(migration is null ? "baseline" : Migration + migration)}", cancellationToken);
        var before = (await TriggersAsync(connection, cancellationToken)).ToDictionary(trigger => trigger.Name, StringComparer.Ordinal);
        var tables = AuditedTable.Of(db);
        await ExecuteAsync(connection, Script, cancellationToken);
        foreach (var gone in before.Keys.Except(tables.Select(table => table.Name), StringComparer.Ordinal))
        {
            await ExecuteAsync(connection, $"""DROP TRIGGER audit ON public."{gone}"; DROP FUNCTION IF EXISTS audit."record_{gone}"()""", cancellationToken);
        }

        foreach (var table in tables)
        {
            var former = before.GetValueOrDefault(table.Name);
            var declaredAnew = former is not null && former.Body != table.Body;
            if (declaredAnew && migration is null && former!.Table is { } declaredBefore)
            {
                await NoteAsync(connection, declaredBefore, "X", cancellationToken);
            }

            await ExecuteAsync(connection, table.Script, cancellationToken);
            if (migration is not null || declaredAnew)
            {
                await NoteAsync(connection, table, "B", cancellationToken);
            }
            else if (former is null)
            {
                // A trigger that was there before and is gone was taken away by somebody.
                await NoteAsync(connection, table, await HasEntriesAsync(connection, table, cancellationToken) ? "X" : "B", cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <param name="Name">Of the table.</param>
    /// <param name="AlwaysOn">Also for who replicates.</param>
    /// <param name="Body">Of its function.</param>
    /// <param name="Table">As it was declared when the function was made.</param>
    public sealed record Trigger(string Name, bool AlwaysOn, string Body, AuditedTable? Table);

    /// <summary>What records the changes in the database as it is.</summary>
    public static async Task<List<Trigger>> TriggersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT c.relname, t.tgenabled = 'A', p.prosrc, t.tgtype & 4 = 0
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE n.nspname = 'public' AND t.tgname = 'audit' ORDER BY c.relname
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var triggers = new List<Trigger>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (name, body) = (reader.GetString(0), reader.GetString(2));
            triggers.Add(new Trigger(name, reader.GetBoolean(1), body, AuditedTable.OfBody(name, body, reader.GetBoolean(3))));
        }

        return triggers;
    }

    public static async Task<bool> ExistsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass('audit.progress') IS NOT NULL", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string ActAs(string action) => $"SELECT set_config('cchc.origin', jsonb_build_object('action', '{action}')::text, false)";

    private static async Task NoteAsync(NpgsqlConnection connection, AuditedTable table, string operation, CancellationToken cancellationToken)
    {
        if (table.UpdatesOnly)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO audit.entry (action, reason, table_name, key, operation, image)
            SELECT current_setting('cchc.origin')::jsonb ->> 'action', CASE WHEN @operation = 'X' THEN finding END, table_name, key,
                CASE WHEN @operation = 'B' AND finding = 'missing' THEN 'D' ELSE @operation END, image
            FROM ({table.DifferencesSql}) AS difference
            """,
            connection);
        command.Parameters.AddWithValue("operation", NpgsqlDbType.Text, operation);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<bool> HasEntriesAsync(NpgsqlConnection connection, AuditedTable table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM audit.entry WHERE table_name = $1 AND operation <> 'R')", connection) { Parameters = { new() { Value = table.Name } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [GeneratedRegex(@"CREATE OR REPLACE FUNCTION audit\.(?<name>\w+)\(.*?AS \$\$(?<body>.*?)\$\$;", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Function();
}
