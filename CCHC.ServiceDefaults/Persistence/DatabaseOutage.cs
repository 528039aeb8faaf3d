using CCHC.ServiceDefaults.Errors;
using Npgsql;

namespace CCHC.ServiceDefaults.Persistence;

/// <summary>Tells that the database is away from that a statement is wrong.</summary>
internal static class DatabaseOutage
{
    /// <summary>
    /// Broken connections, servers that start or end, and whatever ends a session (severity FATAL, PANIC): without room on its disk, PostgreSQL opens no
    /// new one and gives an internal error as the reason.
    /// </summary>
    public static bool Is(Exception exception) => exception.IsOrHas(x => x is NpgsqlException { IsTransient: true } or PostgresException { InvariantSeverity: "FATAL" or "PANIC" });
}
