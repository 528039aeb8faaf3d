using System.Net.Http.Headers;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace CCHC.Testing;

/// <summary>
/// The real service, from its own Program.cs, on Kestrel, with a migrated database and a virtual host of its own. A class fixture:
/// <c>IClassFixture&lt;ServiceHost&lt;SurveyDbContext&gt;&gt;</c>.
/// </summary>
public class ServiceHost<TContext>(TestServers servers) : IAsyncLifetime
    where TContext : DbContext
{
    private readonly SocketsHttpHandler _http = new() { AllowAutoRedirect = false, UseCookies = false };
    private readonly string _keys = Path.Combine(Path.GetTempPath(), "cchc-test-keys-" + Guid.NewGuid().ToString("N"));
    private Factory? _service;
    private EventObserver? _events;
    private Uri? _virtualHost;

    public Uri Address { get; private set; } = new("http://localhost");

    /// <summary>Of the service's database, for its owner; the service itself has a role that owns nothing.</summary>
    public string ConnectionString { get; private set; } = "";

    public Uri VirtualHost => _virtualHost!;

    public IServiceProvider Services => _service!.Services;

    /// <summary>What the service has written to its log.</summary>
    public RememberedLog Log { get; } = new();

    /// <summary>Publishes to the service and sees what it publishes.</summary>
    public EventObserver Events => _events!;

    /// <summary>Name of the connection string, such as <c>survey-db</c>.</summary>
    protected virtual string DatabaseName => ServiceName.ToLowerInvariant() + "-db";

    /// <summary>Types seen by <see cref="Events"/>: the contracts that this service publishes.</summary>
    protected virtual IReadOnlyCollection<Type> ObservedEvents =>
    [
        .. typeof(Roles).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.Namespace == $"CCHC.Contracts.{ServiceName}"),
    ];

    /// <summary>False where the service is to check tokens as in production.</summary>
    protected virtual bool TrustTestTokens => true;

    private static string ServiceName => typeof(TContext).Assembly.GetName().Name!.Split('.')[^1];

    public virtual async ValueTask InitializeAsync()
    {
        var database = servers.CreateDatabaseAsync<TContext>();
        _virtualHost = await servers.CreateVirtualHostAsync(ServiceName);
        _events = await EventObserver.StartAsync(_virtualHost, ObservedEvents);
        ConnectionString = await database;

        await StartAsync();
    }

    /// <summary>Ends the service and starts it again on the same database, under another address.</summary>
    public async Task RestartAsync()
    {
        await _service!.DisposeAsync();
        await StartAsync();
    }

    public HttpClient Anonymous() => new(_http, disposeHandler: false) { BaseAddress = Address };

    /// <summary>A client whose token says: this person holds this role, for the unit if one is given.</summary>
    public HttpClient Client(string role, Guid? unitId = null, Guid? userId = null) => Client(userId ?? Guid.NewGuid(), new Grant(role, unitId));

    public HttpClient Client(Guid userId, params IReadOnlyList<Grant> grants) => ClientWithToken(TestTokens.Issue(userId, grants));

    public HttpClient ClientWithToken(string accessToken)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return client;
    }

    /// <summary>Publishes an event as another service would and returns at once.</summary>
    public Task<Guid> Publish<T>(T message, Guid? messageId = null)
        where T : class => Events.PublishAsync(message, messageId);

    /// <summary>Publishes an event as another service would and returns when a consumer of the service has dealt with it and committed.</summary>
    public async Task Deliver<T>(T message)
        where T : class
    {
        var messageId = await Publish(message);
        await Eventually.Is(() => CountInboxAsync(messageId), count => count > 0);
    }

    /// <summary>The first event of this kind that the service publishes, already or within the time.</summary>
    public Task<T> Published<T>(Func<T, bool>? wanted = null, TimeSpan? timeout = null) => Events.FirstAsync(wanted, timeout);

    /// <summary>Looks into the service's database.</summary>
    public async Task<T> Read<T>(Func<TContext, Task<T>> query)
    {
        await using var scope = Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<TContext>());
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        if (_events is not null)
        {
            await _events.DisposeAsync();
        }

        if (_virtualHost is not null)
        {
            await servers.DeleteVirtualHostAsync(_virtualHost);
            await servers.DropDatabaseAsync(ConnectionString);
        }

        foreach (var folder in ((string[])[_keys, _keys + "-audit"]).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Further settings (<c>builder.UseSetting</c>) or replaced services (<c>builder.ConfigureTestServices</c>), such as a clock.</summary>
    protected virtual void Configure(IWebHostBuilder builder)
    {
    }

    private async Task StartAsync()
    {
        _service = new Factory(this);
        // A port given to UseKestrel is set after the program may have started already; the setting "urls" is read by the program itself.
        _service.UseKestrel();
        _service.StartServer();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Eventually.Holds(
            async () =>
            {
                using var client = Anonymous();
                using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (!response.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException("The service is not ready: " + await response.Content.ReadAsStringAsync());
                }
            },
            TimeSpan.FromSeconds(60));
    }

    private async Task<long> CountInboxAsync(Guid messageId)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM inbox_message WHERE message_id = $1", connection) { Parameters = { new() { Value = messageId } } };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private sealed class Factory(ServiceHost<TContext> host) : WebApplicationFactory<TContext>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseUrls("http://127.0.0.1:0");
            builder.UseDefaultServiceProvider(options => (options.ValidateScopes, options.ValidateOnBuild) = (true, true));
            builder.UseSetting("ConnectionStrings:" + host.DatabaseName, TestServers.AsService(host.ConnectionString, new ServiceDatabase(host.DatabaseName)));
            builder.UseSetting("ConnectionStrings:rabbitmq", host.VirtualHost.ToString());
            builder.UseSetting("Survey:Keys", host._keys);
            builder.UseSetting("Ranking:Keys", host._keys);
            builder.UseSetting("Audit:Path", host._keys + "-audit");
            builder.UseSetting("Logging:LogLevel:Default", "Warning");
            builder.UseSetting("Logging:Remembered:LogLevel:Default", "Information"); // and what follows, as in the services' appsettings.json
            foreach (var quiet in (string[])["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "System.Net.Http", "Npgsql", "MassTransit"])
            {
                builder.UseSetting("Logging:Remembered:LogLevel:" + quiet, "Warning");
            }

            builder.ConfigureTestServices(services => services.AddSingleton<ILoggerProvider>(host.Log));
            if (host.TrustTestTokens)
            {
                builder.ConfigureTestServices(TestTokens.Trust);
            }

            host.Configure(builder);
        }
    }
}
