using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

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
        builder.AddMessaging("notes", typeof(NotesService).Assembly, subject: nameof(NoteAdded.NoteId));

        var app = builder.Build();
        app.UseExceptionHandler();
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

    public async Task<T> ReadAsync<T>(Func<NotesDbContext, Task<T>> query)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<NotesDbContext>());
    }

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
