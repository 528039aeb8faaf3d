using CCHC.ServiceDefaults.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.ServiceDefaults.FailedMessages;

public enum FailedMessageState
{
    /// <summary>For somebody to decide.</summary>
    Waiting,

    /// <summary>Should it fail again, it waits again.</summary>
    SentAgain,

    Discarded,
}

/// <summary>
/// A message that a consumer of this service could not deal with, in place of an error queue: it can be listed, and what is decided about it is a
/// transaction that the audit records.
/// </summary>
public sealed class FailedMessage
{
    /// <summary>The queue, which no other consumer reads.</summary>
    public required string Consumer { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>Name of the contract; null where the message cannot be read at all.</summary>
    public string? Type { get; init; }

    public string? ContentType { get; init; }

    /// <summary>As it came, envelope and all.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Type of the exception of the last attempt.</summary>
    public required string Exception { get; init; }

    public required string Cause { get; init; }

    /// <summary>Under which the log tells more.</summary>
    public string? Trace { get; init; }

    /// <summary>How often it came and went through all attempts in vain.</summary>
    public int Failures { get; init; }

    public required DateTimeOffset FirstFailedAt { get; init; }

    public required DateTimeOffset LastFailedAt { get; init; }

    public FailedMessageState State { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? DecidedBy { get; init; }

    /// <summary>Why it was discarded.</summary>
    public string? Reason { get; init; }

    internal static void Configure(EntityTypeBuilder<FailedMessage> message)
    {
        // Made by InstallAsync in every service, like the tables of the outbox that EF does not know.
        message.ToTable("failed_message", table => table.ExcludeFromMigrations());
        message.IsAuditedOnUpdate("a queue: what somebody decides about a message is recorded, not that it came");
        message.HasKey(x => new { x.Consumer, x.MessageId });
    }

    internal static Task InstallAsync(DbContext db, CancellationToken cancellationToken = default) => db.Database.ExecuteSqlRawAsync(
        """
        CREATE TABLE IF NOT EXISTS failed_message (
            consumer text NOT NULL, message_id uuid NOT NULL, type text, content_type text, body bytea NOT NULL, exception text NOT NULL, cause text NOT NULL, trace text,
            failures integer NOT NULL, first_failed_at timestamptz NOT NULL, last_failed_at timestamptz NOT NULL, state text NOT NULL,
            decided_at timestamptz, decided_by text, reason text, PRIMARY KEY (consumer, message_id));
        CREATE INDEX IF NOT EXISTS ix_failed_message_last_failed_at ON failed_message (last_failed_at);
        """,
        cancellationToken);
}
