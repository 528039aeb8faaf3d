using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CCHC.Gateway.Tests;

/// <summary>The real gateway on Kestrel with a stub for every service, two for criteria.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly SocketsHttpHandler _http = new() { AllowAutoRedirect = false, UseCookies = false };
    private readonly Dictionary<string, StubService> _services;
    private readonly Factory _gateway;

    private GatewayHost(Dictionary<string, StubService> services, Dictionary<string, string> settings, TimeProvider clock)
    {
        _services = services;
        _gateway = new Factory(settings, clock);
        // A port given to UseKestrel is set after the program may have started already; the setting "urls" is read by the program itself.
        _gateway.UseKestrel();
        _gateway.StartServer();
        Addresses = [.. _gateway.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))];
    }

    public Uri Address => Addresses[0];

    /// <summary>The one over TLS is the last.</summary>
    public IReadOnlyList<Uri> Addresses { get; }

    /// <summary>What the gateway has written to its log, as far as the settings let it.</summary>
    public IReadOnlyCollection<string> Log => _gateway.Log;

    public StubService this[string service] => _services[service];

    public static Task<GatewayHost> StartAsync(params (string Key, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    public static async Task<GatewayHost> StartAsync(TimeProvider clock, params (string Key, string Value)[] settings)
    {
        var services = new Dictionary<string, StubService>();
        var all = settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        foreach (var service in Routes.Services)
        {
            services[service] = await StubService.StartAsync(service);
            all[$"services:{service}:http:0"] = services[service].Address.ToString();
        }

        services["criteria-1"] = await StubService.StartAsync("criteria-1");
        all["services:criteria:http:1"] = services["criteria-1"].Address.ToString();
        return new GatewayHost(services, all, clock);
    }

    public HttpClient Anonymous() => new(_http, disposeHandler: false) { BaseAddress = Address };

    public HttpClient Client(string? token = null)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? this["identity"].Token());
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        foreach (var service in _services.Values)
        {
            await service.DisposeAsync();
        }

        _http.Dispose();
    }

    private sealed class Factory(Dictionary<string, string> settings, TimeProvider clock) : WebApplicationFactory<AnotherReplica>
    {
        public ConcurrentQueue<string> Log { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseUrls("http://127.0.0.1:0");
            builder.UseSetting("Logging:LogLevel:Default", "Critical");
            builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton(clock)).AddSingleton<ILoggerProvider>(new Memory(Log)));
            foreach (var (key, value) in settings)
            {
                builder.UseSetting(key, value);
            }
        }
    }

    private sealed class Memory(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel}: {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
