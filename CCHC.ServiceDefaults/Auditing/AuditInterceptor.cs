using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace CCHC.ServiceDefaults.Auditing;

/// <summary>
/// Tells the database who is writing, once a transaction and only when something is written. Before a statement without results it travels in the same
/// message; before changes that EF saves it is a message of its own, because EF counts the results of its statements.
/// </summary>
internal sealed class AuditInterceptor(AuditOrigin origin) : DbCommandInterceptor, IDbTransactionInterceptor
{
    private const string Stamp = "SELECT set_config('cchc.origin', @cchc_origin, true)";

    /// <summary>EF's transactions: the driver uses its own objects again.</summary>
    private readonly ConditionalWeakTable<IDbContextTransaction, object> _stamped = [];

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (Writes(command, eventData) && !IsStamped(eventData))
        {
            await using var stamp = StampFor(command);
            await stamp.ExecuteNonQueryAsync(cancellationToken);
            Remember(eventData);
        }

        return result;
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        if (Writes(command, eventData) && !IsStamped(eventData))
        {
            using var stamp = StampFor(command);
            stamp.ExecuteNonQuery();
            Remember(eventData);
        }

        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Prefix(command, eventData);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Prefix(command, eventData);
        return result;
    }

    /// <summary>A setting that was made after the savepoint is undone too.</summary>
    public void RolledBackToSavepoint(DbTransaction transaction, TransactionEventData eventData) => Forget(eventData);

    public Task RolledBackToSavepointAsync(DbTransaction transaction, TransactionEventData eventData, CancellationToken cancellationToken = default)
    {
        Forget(eventData);
        return Task.CompletedTask;
    }

    private static bool Writes(DbCommand command, CommandEventData eventData) => eventData.CommandSource switch
    {
        CommandSource.SaveChanges => true,
        CommandSource.FromSqlQuery => command.CommandText.Contains("INSERT", StringComparison.OrdinalIgnoreCase)
            || command.CommandText.Contains("UPDATE", StringComparison.OrdinalIgnoreCase)
            || command.CommandText.Contains("DELETE", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private void Prefix(DbCommand command, CommandEventData eventData)
    {
        // Statements that run together are a transaction also where none was begun.
        if (eventData.CommandSource is CommandSource.Migrations || IsStamped(eventData))
        {
            return;
        }

        command.CommandText = $"{Stamp};\n{command.CommandText}";
        command.Parameters.Add(Origin());
        Remember(eventData);
    }

    /// <summary>Without a transaction it holds for the session, which the pool clears.</summary>
    private NpgsqlCommand StampFor(DbCommand command) => new(
        command.Transaction is null ? "SELECT set_config('cchc.origin', @cchc_origin, false)" : Stamp,
        (NpgsqlConnection)command.Connection!,
        (NpgsqlTransaction?)command.Transaction)
    {
        Parameters = { Origin() },
    };

    private NpgsqlParameter Origin() => new("cchc_origin", NpgsqlDbType.Text) { Value = origin.Describe() };

    private bool IsStamped(DbContextEventData eventData) => Current(eventData) is { } transaction && _stamped.TryGetValue(transaction, out _);

    private void Remember(DbContextEventData eventData)
    {
        if (Current(eventData) is { } transaction)
        {
            _stamped.AddOrUpdate(transaction, this);
        }
    }

    private void Forget(DbContextEventData eventData)
    {
        if (Current(eventData) is { } transaction)
        {
            _stamped.Remove(transaction);
        }
    }

    private static IDbContextTransaction? Current(DbContextEventData eventData) => eventData.Context?.Database.CurrentTransaction;
}
