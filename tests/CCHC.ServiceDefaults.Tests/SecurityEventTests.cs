using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Security;
using CCHC.ServiceDefaults.Telemetry;
using CCHC.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CCHC.ServiceDefaults.Tests;

/// <summary>What every service says in its log, and in its answer, of what it turns away and of what it fails at.</summary>
public sealed class SecurityEventTests : IAsyncLifetime
{
    private const string Inside = "Host=10.0.0.5;Password=bí-mật";
    private static readonly Permission Auditors = new("read", Reach.Part, "auditor");
    private static readonly Permission Anybody = new("read", Reach.Anyone);

    private readonly HttpClient _http = new();
    private readonly RememberedLog _log = new();
    private WebApplication? _app;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Logging:LogLevel:Default"] = "None", ["Logging:Remembered:LogLevel:Default"] = "Information", ["urls"] = "http://127.0.0.1:0",
        });
        builder.AddServiceDefaults(authenticate: false);
        builder.Services.AddSingleton<ILoggerProvider>(_log);
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", configureOptions: null);
        builder.Services.AddAuthorization();
        _app = builder.Build();
        _app.UseServiceDefaults();
        _app.MapGet("/notes/{id}", (string id) => id == "1" ? Results.Ok() : Results.NotFound()).Requires(Auditors);
        _app.MapGet("/notes/{id}/closed", string () => throw new RuleViolationException("note.closed", "Ghi chú đã khóa.")).Requires(Auditors);
        _app.MapGet("/notes/{id}/pages", (int page) => page).Requires(Auditors);
        _app.MapGet("/notes/{id}/broken", string () => throw new InvalidOperationException(Inside + "\n2026-01-01T00:00:00.000Z info - CCHC.Security: giả")).Requires(Auditors);
        _app.Map("/any-method", (HttpRequest request) => Results.Json(request.Headers)).Requires(Anybody);
        _app.MapGet("/forms/{code}", (string code) => code == "1" ? Results.Ok() : Results.NotFound()).Requires(Anybody);
        _app.MapGet("/forms/{code}/pages", (int page) => page).Requires(Anybody);
        await _app.StartAsync();
        _http.BaseAddress = new Uri(_app.Urls.First());
    }

    [Fact]
    public async Task Access_without_the_role_is_logged_once_with_route_person_address_and_trace()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync("/notes/77?q=88", "unit-officer")).Status);
        Assert.Equal([$"authz_fail of {HeaderAuthentication.Person} from 127.0.0.1: GET /notes/{{id}}, the role is missing"], _log.Security);
        Assert.Matches("^[0-9TZ:.-]{24} WARN [0-9a-f]{32} ", _log.Entries.Single(entry => entry.Contains("authz_fail", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_lies_beyond_somebodys_reach_is_logged_as_what_is_not_there()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("/notes/77", "auditor")).Status);
        Assert.Equal([$"authz_fail of {HeaderAuthentication.Person} from 127.0.0.1: GET /notes/{{id}}, not there, or not within reach"], _log.Security);
    }

    [Fact]
    public async Task What_is_not_understood_or_against_a_rule_is_logged_without_what_was_sent()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync("/notes/77/pages?page=trang", "auditor")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await AskAsync("/notes/77/closed", "auditor")).Status);
        Assert.Equal(
            [$"input_validation_fail of {HeaderAuthentication.Person} from 127.0.0.1: GET /notes/{{id}}/pages, not understood", $"sequence_fail of {HeaderAuthentication.Person} from 127.0.0.1: GET /notes/{{id}}/closed, note.closed"],
            _log.Security);
    }

    [Fact]
    public async Task Of_the_public_neither_address_nor_code_is_logged()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("/forms/0123456789", null)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync("/forms/0123456789/pages?page=trang", null)).Status);
        Assert.Equal(["input_validation_fail of - from -: GET /forms/{code}/pages, not understood"], _log.Security);
    }

    [Fact]
    public async Task What_was_let_in_and_who_only_has_to_sign_in_is_no_security_event()
    {
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("/notes/1", "auditor")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync("/notes/1", null)).Status);
        Assert.Empty(_log.Security);
    }

    [Fact]
    public async Task An_unexpected_error_is_logged_with_its_cause_and_tells_the_caller_a_title_and_a_trace_only()
    {
        var (status, body) = await AskAsync("/notes/1/broken", "auditor");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        using var problem = JsonDocument.Parse(body);
        Assert.Equal(["status", "title", "traceId", "type"], problem.RootElement.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal("Hệ thống gặp lỗi; sự cố đã được ghi lại.", problem.RootElement.GetProperty("title").GetString());

        var entry = _log.Entries.Single(entry => entry.Contains(" FAIL ", StringComparison.Ordinal));
        Assert.Contains($" {problem.RootElement.GetProperty("traceId").GetString()} ", entry, StringComparison.Ordinal);
        Assert.Contains(": GET /notes/{id}/broken failed", entry, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: " + Inside, entry, StringComparison.Ordinal);
        Assert.Contains("   at ", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_a_message_nor_the_text_of_an_exception_can_forge_an_entry()
    {
        await AskAsync("/notes/1/broken", "auditor");
        var lines = _log.Entries.Single(entry => entry.Contains(" FAIL ", StringComparison.Ordinal)).TrimEnd('\n').Split('\n');
        Assert.All(lines.Skip(1), line => Assert.StartsWith("    ", line, StringComparison.Ordinal));

        using var log = new StringWriter();
        new TraceConsoleFormatter(TimeProvider.System).Write(
            new LogEntry<string>(LogLevel.Error, "X", default, "a\r\nb\vc\u001b[31md\u0085e\u2028f\u202eg", new InvalidOperationException("h\r\ni\u001b[2Jj"), (state, _) => state), null, log);
        Assert.Equal(
            ["a b\\u000bc\\u001b[31md e f\\u202eg", "    System.InvalidOperationException: h", "    i\\u001b[2Jj"],
            log.ToString().TrimEnd('\n').Split('\n').Select((line, number) => number == 0 ? line.Split(" X: ")[1] : line));
    }

    [Fact]
    public void An_entry_begins_with_the_time_in_utc()
    {
        using var log = new StringWriter();
        new TraceConsoleFormatter(new Noon()).Write(new LogEntry<string>(LogLevel.Warning, "X", default, "a", exception: null, (state, _) => state), null, log);
        Assert.StartsWith("2026-11-29T05:00:00.000Z WARN ", log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "ConsoleLoggerProvider")]
    [InlineData("http://127.0.0.1:1", "ConsoleLoggerProvider OpenTelemetryLoggerProvider")]
    public async Task The_log_goes_where_the_document_says_and_nowhere_else(string? endpoint, string providers)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint });
        builder.AddServiceDefaults();
        await using var app = builder.Build();
        Assert.Equal(providers, string.Join(' ', app.Services.GetServices<ILoggerProvider>().Select(provider => provider.GetType().Name).Order()));
    }

    [Fact]
    public async Task Nobody_answers_to_trace()
    {
        using var request = new HttpRequestMessage(HttpMethod.Trace, new Uri("/any-method", UriKind.Relative));
        request.Headers.Add("X-Secret", "1");
        using var answer = await _http.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.DoesNotContain("X-Secret", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task With_an_endpoint_set_the_log_goes_there_too()
    {
        using var listener = new HttpListener();
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        free.Stop();
        listener.Prefixes.Add(address);
        listener.Start();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf", ["urls"] = "http://127.0.0.1:0",
        });
        builder.AddServiceDefaults(authenticate: false);
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization();
        await using (var app = builder.Build())
        {
            app.UseServiceDefaults();
            await app.StartAsync(Cancelled);
            app.Services.GetRequiredService<SecurityEvents>().Tell(LogLevel.Warning, SecurityEvents.NotLetIn, "đến máy chủ nhật ký", "ai-đó");
            var received = ReceiveAsync(listener, "/v1/logs");
            await app.StopAsync(Cancelled);
            await app.DisposeAsync();
            var sent = Encoding.UTF8.GetString(await received.WaitAsync(TimeSpan.FromSeconds(20), Cancelled));
            Assert.Contains("authz_fail", sent, StringComparison.Ordinal);
            Assert.Contains("đến máy chủ nhật ký", sent, StringComparison.Ordinal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app!.DisposeAsync();
    }

    private static async Task<byte[]> ReceiveAsync(HttpListener listener, string path)
    {
        while (true)
        {
            var context = await listener.GetContextAsync();
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            context.Response.Close();
            if (context.Request.Url!.AbsolutePath == path && body.Length > 0)
            {
                return body.ToArray();
            }
        }
    }

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(string path, string? role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (role is not null)
        {
            request.Headers.Add(HeaderAuthentication.Header, role + "@*");
        }

        using var answer = await _http.SendAsync(request, Cancelled);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
    }

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 29, 5, 0, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
    }
}
