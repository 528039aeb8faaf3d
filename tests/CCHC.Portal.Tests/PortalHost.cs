using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CCHC.ServiceDefaults.Telemetry;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CCHC.Portal.Tests;

/// <summary>The portal in front of a <see cref="StubGateway"/>.</summary>
public sealed partial class PortalHost : WebApplicationFactory<Program>
{
    public StubGateway Gateway { get; } = new();

    /// <summary>The warnings and errors that the portal has written, as it writes them.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    public HttpClient Browser() => CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    public async Task<HttpClient> SignedInAsync(CancellationToken cancellationToken)
    {
        var browser = Browser();
        using var answer = await SubmitAsync(
            browser, "/dang-nhap", "/dang-nhap", new() { ["userName"] = "canbo", ["password"] = StubGateway.Password }, cancellationToken);
        Assert.Equal("/bang-viec", answer.Headers.Location?.OriginalString);
        return browser;
    }

    /// <summary>Opens a page, takes its anti-forgery token and sends a form with it.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(
        HttpClient browser, string page, string action, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative), cancellationToken);
        return await SubmitAsync(browser, html, new Uri(action, UriKind.Relative), fields, cancellationToken);
    }

    /// <summary>Sends a form of a page that is open.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string html, Uri action, Dictionary<string, string> fields, CancellationToken cancellationToken)
    {
        fields["__RequestVerificationToken"] = FormToken().Match(html).Groups["token"].Value;
        using var content = new FormUrlEncodedContent(fields);
        return await browser.PostAsync(action, content, cancellationToken);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("services:gateway:http:0", "http://gateway.test");
        builder.ConfigureServices(services =>
        {
            services.AddHttpClient("gateway").ConfigurePrimaryHttpMessageHandler(() => Gateway);
            services.AddSingleton<ILoggerProvider>(new Memory(Log));
            services.AddHttpClient("gateway-stream").ConfigurePrimaryHttpMessageHandler(() => Gateway);
        });
    }

    private sealed class Memory(ConcurrentQueue<string> entries) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Entries(categoryName, entries);

        public void Dispose()
        {
        }
    }

    private sealed class Entries(string category, ConcurrentQueue<string> entries) : ILogger
    {
        private readonly TraceConsoleFormatter _formatter = new(TimeProvider.System);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                using var text = new StringWriter();
                _formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), scopeProvider: null, text);
                entries.Enqueue(text.ToString());
            }
        }
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex FormToken();
}
