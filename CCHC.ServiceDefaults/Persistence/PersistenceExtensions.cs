using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.FailedMessages;
using CCHC.ServiceDefaults.Http;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CCHC.ServiceDefaults.Persistence;

public static class PersistenceExtensions
{
    /// <summary>More than a service has statements in its busy use cases; each is parsed and planned once a connection.</summary>
    private const int PreparedStatements = 100;

    /// <summary>Registers the service's context on the database whose connection string has the given name, the check that it can be reached, and figures in it for whoever collects metrics.</summary>
    public static WebApplicationBuilder AddPersistence<TContext>(this WebApplicationBuilder builder, string database, params IReadOnlyList<DatabaseGauge> gauges)
        where TContext : DbContext
    {
        var service = new ServiceDatabase(database);
        builder.Services.AddSingleton(service);
        builder.Services.AddSingleton(provider => new NpgsqlDataSourceBuilder(service.ConnectionString(builder.Configuration))
        {
            ConnectionStringBuilder = { ApplicationName = builder.Environment.ApplicationName, MaxAutoPrepare = PreparedStatements },
        }.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build());
        builder.AddForwardedAddresses(AuditOrigin.Proxies);
        builder.Services.AddSingleton<AuditOrigin>().AddSingleton<AuditInterceptor>().AddHostedService<AuditSealing>();
        builder.Services.AddDbContextPool<TContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .AddInterceptors(provider.GetRequiredService<AuditInterceptor>())
            .EnableDetailedErrors(builder.Configuration.GetValue<bool>("DetailedErrors")));
        builder.Services.AddScoped<DbContext>(provider => provider.GetRequiredService<TContext>());
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database");
        builder.AddGauges(gauges);
        return builder;
    }

    /// <summary>
    /// Runs the service; with <c>--migrate</c> brings its database up to date and ends; with <c>--audit-verify</c> compares its database with the audit,
    /// prints what differs and ends.
    /// </summary>
    public static async Task RunServiceAsync<TContext>(this WebApplication app, string[] args)
        where TContext : DbContext
    {
        await using var scope = app.Services.CreateAsyncScope();
        var service = app.Services.GetRequiredService<ServiceDatabase>();
        if (args.Contains("--migrate", StringComparer.Ordinal))
        {
            var password = app.Configuration["Database:Password"];
            var again = await scope.ServiceProvider.GetRequiredService<TContext>().BringUpToDateAsync(string.IsNullOrEmpty(password) ? null : (service, password));
            if (again > 0)
            {
                app.Logger.LogWarning("The database was restored: {Count} events of the last days are sent again", again);
            }
        }
        else if (args.Contains("--audit-verify", StringComparer.Ordinal))
        {
            Environment.ExitCode = await AuditVerification.RunAsync(scope.ServiceProvider.GetRequiredService<TContext>(), service, app.Configuration, Console.Out);
        }
        else
        {
            await app.RunAsync();
        }
    }

    /// <summary>
    /// What <c>--migrate</c> does: the migrations, the trigger that wakes the outbox relays, the audit, the service's own role, and after a restore the
    /// events that the broker may have lost. Returns how many those are.
    /// </summary>
    public static async Task<int> BringUpToDateAsync(this DbContext db, (ServiceDatabase Service, string Password)? role = null, CancellationToken cancellationToken = default)
    {
        var migration = await AuditSchema.PrepareAsync(db, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        return await PrepareTablesAsync(db, migration, role, cancellationToken);
    }

    /// <summary>All but the migrations.</summary>
    internal static async Task<int> PrepareTablesAsync(DbContext db, string? migration, (ServiceDatabase Service, string Password)? role, CancellationToken cancellationToken)
    {
        await OutboxNotification.InstallAsync(db);
        await SentEvents.InstallAsync(db, cancellationToken);
        await FailedMessage.InstallAsync(db, cancellationToken);
        await AuditSchema.InstallAsync(db, migration, cancellationToken);
        if (role is { } own)
        {
            await own.Service.GrantAsync((NpgsqlConnection)db.Database.GetDbConnection(), own.Password, cancellationToken);
        }

        var again = await SentEvents.SendAgainAfterRestoreAsync(db, cancellationToken);
        await db.Database.CloseConnectionAsync();
        return again;
    }

    private sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = database.CreateCommand("SELECT 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException exception)
            {
                return HealthCheckResult.Unhealthy("The database cannot be reached.", exception);
            }
        }
    }
}
