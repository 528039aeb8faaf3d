using CCHC.ServiceDefaults.Messaging;
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

    /// <summary>Registers the service's context on the database whose connection string has the given name, and the check that it can be reached.</summary>
    public static WebApplicationBuilder AddPersistence<TContext>(this WebApplicationBuilder builder, string database)
        where TContext : DbContext
    {
        builder.Services.AddSingleton(provider =>
        {
            var connectionString = builder.Configuration.GetConnectionString(database)
                ?? (EF.IsDesignTime ? "Host=none" : throw new InvalidOperationException($"ConnectionStrings:{database} is not configured."));
            return new NpgsqlDataSourceBuilder(connectionString)
            {
                ConnectionStringBuilder = { ApplicationName = builder.Environment.ApplicationName, MaxAutoPrepare = PreparedStatements },
            }.UseLoggerFactory(provider.GetRequiredService<ILoggerFactory>()).Build();
        });
        builder.Services.AddDbContextPool<TContext>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
            .EnableDetailedErrors(builder.Configuration.GetValue<bool>("DetailedErrors")));
        builder.Services.AddScoped<DbContext>(provider => provider.GetRequiredService<TContext>());
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database");
        return builder;
    }

    /// <summary>Runs the service, or, with <c>--migrate</c>, brings its database up to date and ends.</summary>
    public static async Task RunServiceAsync<TContext>(this WebApplication app, string[] args)
        where TContext : DbContext
    {
        if (!args.Contains("--migrate", StringComparer.Ordinal))
        {
            await app.RunAsync();
            return;
        }

        await using var scope = app.Services.CreateAsyncScope();
        var again = await scope.ServiceProvider.GetRequiredService<TContext>().BringUpToDateAsync();
        if (again > 0)
        {
            app.Logger.LogWarning("The database was restored: {Count} events of the last days are sent again", again);
        }
    }

    /// <summary>
    /// What <c>--migrate</c> does: the migrations, the trigger that wakes the outbox relays, and after a restore the events that the broker may have lost.
    /// Returns how many those are.
    /// </summary>
    public static async Task<int> BringUpToDateAsync(this DbContext db, CancellationToken cancellationToken = default)
    {
        await db.Database.MigrateAsync(cancellationToken);
        await OutboxNotification.InstallAsync(db);
        await SentEvents.InstallAsync(db, cancellationToken);
        return await SentEvents.SendAgainAfterRestoreAsync(db, cancellationToken);
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
