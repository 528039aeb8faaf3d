using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CCHC.ServiceDefaults.Persistence;

/// <summary>
/// A service's database and how it is reached: by the owner for migrations and verification (<c>ConnectionStrings:NAME</c>), by the service's own role,
/// which reads and writes rows and nothing else, everywhere else (<c>Database:Address</c> and <c>Database:Password</c>; what else Npgsql is to know, such as the certificates to trust, in <c>Database:Options</c>).
/// </summary>
/// <param name="Name">Of the database and of the connection string, such as <c>survey-db</c>.</param>
public sealed record ServiceDatabase(string Name)
{
    public string Service => Name.EndsWith("-db", StringComparison.Ordinal) ? Name[..^3] : Name;

    /// <summary>The login of the service.</summary>
    public string Role => "cchc_" + Service.Replace('-', '_');

    /// <exception cref="InvalidOperationException">Neither is configured.</exception>
    public string ConnectionString(IConfiguration configuration) =>
        configuration["Database:Address"] is { Length: > 0 } address && new Uri(address) is var server
            ? new NpgsqlConnectionStringBuilder(configuration["Database:Options"])
            {
                Host = server.Host,
                Port = server.Port,
                Database = Name,
                Username = Role,
                Password = configuration["Database:Password"] ?? throw new InvalidOperationException("Database:Password is not configured."),
            }.ConnectionString
            : configuration.GetConnectionString(Name)
                ?? (EF.IsDesignTime ? "Host=none" : throw new InvalidOperationException($"Neither Database:Address nor ConnectionStrings:{Name} is configured."));

    /// <summary>
    /// As the owner: creates the service's role or sets its password, and gives it rows to read and write, and nothing of the audit but to read it, to
    /// chain it and to record that something was read.
    /// </summary>
    public async Task GrantAsync(NpgsqlConnection owner, string password, CancellationToken cancellationToken)
    {
        // A role belongs to the whole server, on which several databases may be brought up to date at once.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ExecuteAsync(owner, await QuotedAsync(owner, password, cancellationToken), cancellationToken);
                break;
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.InternalError && attempt < 20)
            {
                await Task.Delay(50 * attempt, cancellationToken);
            }
        }

        await ExecuteAsync(
            owner,
            $"""
            GRANT USAGE ON SCHEMA public, audit TO {Role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {Role};
            REVOKE INSERT, UPDATE, DELETE ON public."__EFMigrationsHistory" FROM {Role};
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {Role};
            GRANT SELECT ON audit.entry, audit.link TO {Role};
            GRANT EXECUTE ON FUNCTION audit.seal(integer), audit.read(text, jsonb) TO {Role};
            """,
            cancellationToken);
    }

    private async Task<string> QuotedAsync(NpgsqlConnection owner, string password, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT format('%s ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD %L',
                CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = $1) THEN 'ALTER' ELSE 'CREATE' END, $1, $2)
            """,
            owner)
        {
            Parameters = { new() { Value = Role }, new() { Value = password } },
        };
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
