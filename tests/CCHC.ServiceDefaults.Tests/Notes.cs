using System.Collections.Concurrent;
using System.Diagnostics;
using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.Tests;

/// <summary>A service as small as one can be: a note is added over HTTP, an event tells of it, and consumers write down what they did.</summary>
public sealed class NotesDbContext(DbContextOptions<NotesDbContext> options) : ServiceDbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();

    public DbSet<Effect> Effects => Set<Effect>();

    public DbSet<Draft> Drafts => Set<Draft>();

    public DbSet<InboxTombstone> ForgottenNotes => Set<InboxTombstone>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Note>().Property(note => note.Telephone).IsAuditedAsDigest("personal data");
        modelBuilder.Entity<Draft>().IsNotAudited("an example of a table that is declared not to be");
    }
}

public sealed class Note
{
    public required Guid Id { get; init; }

    public string Text { get; set; } = "";

    public decimal Points { get; set; }

    public string? Telephone { get; set; }
}

public sealed class Draft
{
    public required Guid Id { get; init; }
}

/// <summary>What a consumer did about a note; a second row would be a second effect.</summary>
public sealed class Effect
{
    public long Id { get; init; }

    public required Guid NoteId { get; init; }

    public string? TraceId { get; init; }
}

public sealed record NoteAdded
{
    public required Guid NoteId { get; init; }

    /// <summary>How often its consumer fails before it succeeds.</summary>
    public int Failures { get; init; }
}

public sealed record NoteSeen
{
    public required Guid NoteId { get; init; }
}

/// <summary>Saves and publishes before it fails, so that a retry that kept anything of the attempt before would show.</summary>
public sealed class NoteAddedConsumer(NotesDbContext db, IEventPublisher events) : IConsumer<NoteAdded>
{
    private static readonly ConcurrentDictionary<Guid, int> Attempts = new();

    public static int AttemptsFor(Guid noteId) => Attempts.GetValueOrDefault(noteId);

    public async Task Consume(ConsumeContext<NoteAdded> context)
    {
        var note = context.Message;
        db.Effects.Add(new Effect { NoteId = note.NoteId, TraceId = Activity.Current?.TraceId.ToString() });
        events.Publish(new NoteSeen { NoteId = note.NoteId });
        await db.SaveChangesAsync(context.CancellationToken);
        if (Attempts.AddOrUpdate(note.NoteId, 1, (_, attempts) => attempts + 1) <= note.Failures)
        {
            throw new InvalidOperationException("The consumer fails as the test asked.");
        }
    }
}
