using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.FailedMessages;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;
using CCHC.ServiceDefaults.Telemetry;
using CCHC.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CCHC.ServiceDefaults.Tests;

/// <summary>One process of the notes service; several may share a database and a virtual host.</summary>
internal sealed class NotesService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private NotesService(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public static ServiceDatabase Database { get; } = new("notes-db");

    public HttpClient Http { get; }

    public static Task<string> CreateDatabaseAsync(TestServers servers) => servers.CreateDatabaseAsync<NotesDbContext>(PrepareAsync);

    /// <summary>For a server of the test's own: creates the database too.</summary>
    public static async Task PrepareDatabaseAsync(string connectionString)
    {
        await using var db = new NotesDbContext(new DbContextOptionsBuilder<NotesDbContext>().UseNpgsql(connectionString).Options);
        await PrepareAsync(db);
    }

    public static async Task<NotesService> StartAsync(string database, Uri virtualHost, string? anchors = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:notes-db"] = TestServers.AsService(database, Database),
            ["Audit:Path"] = anchors,
            ["Audit:SealEvery"] = "00:00:00.2",
            ["ConnectionStrings:rabbitmq"] = virtualHost.ToString(),
            ["Logging:LogLevel:Default"] = "Critical",
            ["urls"] = "http://127.0.0.1:0",
        });
        builder.AddServiceDefaults(authenticate: false);
        builder.AddPersistence<NotesDbContext>("notes-db");
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", configureOptions: null);
        builder.Services.AddAuthorization();
        builder.Services.AddScoped<CurrentUser>();
        builder.AddMessaging("notes", typeof(NotesService).Assembly, subject: nameof(NoteAdded.NoteId));

        var app = builder.Build();
        app.UseMetrics();
        app.UseExceptionHandler();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapFailedMessages("notes");
        app.MapHealthChecks("/health/ready");
        app.MapPost("/notes/{id:guid}", async (Guid id, int? failures, NotesDbContext db, IEventPublisher events) =>
        {
            db.Notes.Add(new Note { Id = id });
            events.Publish(new NoteAdded { NoteId = id, Failures = failures ?? 0 });
            await db.SaveChangesAsync();
            return TypedResults.Created();
        });
        app.MapPut("/notes/{id:guid}", ChangeNote.Handle);
        app.MapDelete("/notes/{id:guid}", (Guid id, NotesDbContext db) => db.Notes.Where(note => note.Id == id).ExecuteDeleteAsync());
        app.MapGet("/notes/{id:guid}", async (Guid id, NotesDbContext db) => TypedResults.Ok((await db.Notes.SingleAsync(note => note.Id == id)).Text));
        app.MapPost("/notes/to-a-full-disk", () => File.WriteAllTextAsync("/dev/full", "một ghi chú"));
        app.MapPost("/notes/to-a-full-database", (NotesDbContext db) => db.Database.ExecuteSqlAsync($"DO 'BEGIN RAISE EXCEPTION ''could not extend file'' USING ERRCODE = ''disk_full''; END'"));
        await app.StartAsync();

        var service = new NotesService(app);
        await Eventually.Holds(
            async () => (await service.Http.GetAsync(new Uri("/health/ready", UriKind.Relative))).EnsureSuccessStatusCode(), TimeSpan.FromSeconds(30));
        return service;
    }

    public Task<HttpResponseMessage> AddNoteAsync(Guid id, int failures = 0) => Http.PostAsync(new Uri($"/notes/{id}?failures={failures}", UriKind.Relative), null);

    /// <summary>As somebody with these roles, separated by commas, for the whole system or one government.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(HttpMethod method, string path, string roles = "system-admin", object? body = null, string area = "*")
    {
        using var request = new HttpRequestMessage(method, new Uri("/api/notes/failed-messages" + path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add(HeaderAuthentication.Header, string.Join(',', roles.Split(',').Select(role => $"{role}@{area}")));
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public async Task<T> ReadAsync<T>(Func<NotesDbContext, Task<T>> query)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<NotesDbContext>());
    }

    /// <summary>The figure by itself: whoever collects sees those of all services in this process.</summary>
    public List<System.Diagnostics.Metrics.Measurement<double>> ReadGauge(string name) => _app.Services.GetRequiredService<DatabaseGauges>()
        .Read(_app.Services.GetServices<DatabaseGauge>().Single(gauge => gauge.Name == name), _app.Services.GetRequiredService<Npgsql.NpgsqlDataSource>());

    public ConsumerWatch ConsumerWatch => _app.Services.GetServices<IHostedService>().OfType<ConsumerWatch>().Single();

    public Task<int> EffectsAsync(Guid noteId) => ReadAsync(db => db.Effects.CountAsync(effect => effect.NoteId == noteId));

    public Task<int> WaitingEventsAsync() => ReadAsync(db => db.Set<OutboxMessage>().CountAsync());

    /// <summary>Ends in order: what is being consumed is finished.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task PrepareAsync(NotesDbContext db)
    {
        await db.Database.EnsureCreatedAsync();
        await db.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" ("MigrationId" text PRIMARY KEY, "ProductVersion" text NOT NULL);
            INSERT INTO "__EFMigrationsHistory" VALUES ('1_Initial', '10') ON CONFLICT DO NOTHING
            """);
        await PersistenceExtensions.PrepareTablesAsync(db, migration: null, role: null, CancellationToken.None);
        await TestServers.GrantAsync(db.Database.GetConnectionString()!, Database);
    }
}

/// <summary>Takes the caller's word for who it is; tokens are what the services' own tests are about.</summary>
internal sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Header = "X-Roles";

    public static readonly Guid Person = Guid.Parse("01938f00-0000-7000-8000-00000000ad31");

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].ToString() is not { Length: > 0 } held)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var claims = held.Split(',').SelectMany(area => (Claim[])[new(TokenClaims.Area, area), new(TokenClaims.Role, area.Split('@')[0])])
            .Append(new(TokenClaims.Subject, Person.ToString())).Append(new(TokenClaims.UserName, "quantri")).Append(new(TokenClaims.DisplayName, "Lê Quản Trị"));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name, TokenClaims.UserName, TokenClaims.Role)), Scheme.Name)));
    }
}

internal static class ChangeNote
{
    public sealed record Request(string Text, decimal Points, string? Telephone);

    public static async Task Handle(Guid id, Request request, NotesDbContext db)
    {
        var note = await db.Notes.SingleAsync(note => note.Id == id);
        (note.Text, note.Points, note.Telephone) = (request.Text, request.Points, request.Telephone);
        await db.SaveChangesAsync();
    }
}
