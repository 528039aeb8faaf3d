using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace CCHC.Testing;

/// <summary>
/// PostgreSQL and RabbitMQ of a test run: those of <c>CCHC_TEST_POSTGRES</c>, <c>CCHC_TEST_RABBITMQ</c> and
/// <c>CCHC_TEST_RABBITMQ_MANAGEMENT</c> (connection strings of administrators, address of the management API) when they are set, as
/// <c>./cchc test</c> does so that all test projects share them; else servers of this process. An assembly fixture.
/// </summary>
public sealed class TestServers : IAsyncLifetime
{
    private const string RolePassword = "Role-of-a-service-1";

    private readonly ConcurrentDictionary<Type, Lazy<Task<string>>> _templates = new();
    private readonly HttpClient _management = new();
    private NativeServers? _own;
    private string _postgres = "";
    private Uri _rabbit = new("amqp://localhost");

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("CCHC_TEST_POSTGRES") is { Length: > 0 } postgres
            && Environment.GetEnvironmentVariable("CCHC_TEST_RABBITMQ") is { Length: > 0 } rabbit
            && Environment.GetEnvironmentVariable("CCHC_TEST_RABBITMQ_MANAGEMENT") is { Length: > 0 } management)
        {
            (_postgres, _rabbit, _management.BaseAddress) = (postgres, new Uri(rabbit), new Uri(management));
        }
        else
        {
            _own = new NativeServers();
            var servers = await Task.WhenAll(_own.StartPostgresAsync(), _own.StartRabbitMQAsync());
            (_postgres, _rabbit, _management.BaseAddress) = (servers[0].ConnectionString, new Uri(servers[1].ConnectionString), servers[1].ManagementUrl);
        }

        _management.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(_rabbit.UserInfo))));
        await Eventually.Holds(
            async () => (await _management.GetAsync(new Uri("/api/overview", UriKind.Relative))).EnsureSuccessStatusCode(), TimeSpan.FromSeconds(30));
    }

    /// <summary>A migrated, empty database; returns its connection string. Copied from a template that is prepared once a process.</summary>
    /// <param name="prepare">What to do instead of migrating.</param>
    public async Task<string> CreateDatabaseAsync<TContext>(Func<TContext, Task>? prepare = null)
        where TContext : DbContext
    {
        var template = await _templates.GetOrAdd(typeof(TContext), _ => new Lazy<Task<string>>(() => CreateTemplateAsync(prepare))).Value;
        var name = NewName(typeof(TContext).Name);
        await ExecuteAsync($"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");
        return ConnectionString(name);
    }

    /// <summary>The same database as the service itself reaches it: as a role that owns nothing.</summary>
    public static string AsService(string connectionString, ServiceDatabase service) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Username = service.Role, Password = RolePassword }.ConnectionString;

    /// <summary>Where a test prepares its database itself: the service's role, as <c>--migrate</c> makes it.</summary>
    public static async Task GrantAsync(string connectionString, ServiceDatabase service)
    {
        await using var owner = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await owner.OpenAsync();
        await service.GrantAsync(owner, RolePassword, CancellationToken.None);
    }

    public Task DropDatabaseAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS \"{new NpgsqlConnectionStringBuilder(connectionString).Database}\" WITH (FORCE)");

    /// <summary>Ends all sessions of the database, and the server opens no new one until <see cref="OpenDatabaseAsync"/>.</summary>
    public async Task CloseDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync($"ALTER DATABASE \"{name}\" ALLOW_CONNECTIONS false");
        await ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    }

    public Task OpenDatabaseAsync(string connectionString) => ExecuteAsync($"ALTER DATABASE \"{new NpgsqlConnectionStringBuilder(connectionString).Database}\" ALLOW_CONNECTIONS true");

    /// <summary>An empty virtual host of the broker, so that queues of tests do not mix; returns its address.</summary>
    public async Task<Uri> CreateVirtualHostAsync(string prefix)
    {
        var name = NewName(prefix);
        var user = Uri.UnescapeDataString(_rabbit.UserInfo.Split(':')[0]);
        using var created = await _management.PutAsync(new Uri($"/api/vhosts/{name}", UriKind.Relative), content: null);
        created.EnsureSuccessStatusCode();
        using var permitted = await _management.PutAsJsonAsync(
            new Uri($"/api/permissions/{name}/{Uri.EscapeDataString(user)}", UriKind.Relative), new { configure = ".*", write = ".*", read = ".*" });
        permitted.EnsureSuccessStatusCode();
        return new Uri(_rabbit, "/" + name);
    }

    public async Task DeleteVirtualHostAsync(Uri address)
    {
        using var deleted = await _management.DeleteAsync(new Uri("/api/vhosts" + address.AbsolutePath, UriKind.Relative));
    }

    /// <summary>Breaks every connection to the virtual host, as the death of whoever holds it does; the broker takes a moment to know new ones. Returns how many.</summary>
    public async Task<int> BreakConnectionsAsync(Uri virtualHost)
    {
        var connections = await _management.GetFromJsonAsync<List<Connection>>(new Uri($"/api/vhosts{virtualHost.AbsolutePath}/connections", UriKind.Relative));
        foreach (var connection in connections!)
        {
            using var broken = await _management.DeleteAsync(new Uri($"/api/connections/{Uri.EscapeDataString(connection.Name)}", UriKind.Relative));
        }

        return connections.Count;
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
        else
        {
            foreach (var template in _templates.Values)
            {
                await ExecuteAsync($"DROP DATABASE IF EXISTS \"{await template.Value}\" WITH (FORCE)");
            }
        }

        _management.Dispose();
    }

    private sealed record Connection(string Name);

    private static string NewName(string prefix) => $"{prefix.ToLowerInvariant()}-{Guid.NewGuid():N}"[..Math.Min(60, prefix.Length + 13)];

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder(_postgres) { Database = database }.ConnectionString;

    private async Task<string> CreateTemplateAsync<TContext>(Func<TContext, Task>? prepare)
        where TContext : DbContext
    {
        var name = NewName(typeof(TContext).Name + "-template");
        await ExecuteAsync($"CREATE DATABASE \"{name}\"");

        // A template with an open connection cannot be copied.
        var connectionString = new NpgsqlConnectionStringBuilder(ConnectionString(name)) { Pooling = false }.ConnectionString;
        var options = new DbContextOptionsBuilder<TContext>().UseNpgsql(connectionString).Options;
        await using var db = (TContext)Activator.CreateInstance(typeof(TContext), options)!;
        var service = new ServiceDatabase(typeof(TContext).Assembly.GetName().Name!.Split('.')[^1].ToLowerInvariant() + "-db");
        await (prepare is null ? db.BringUpToDateAsync((service, RolePassword)) : prepare(db));
        return name;
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
