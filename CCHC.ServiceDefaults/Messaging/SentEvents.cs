using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>
/// The events of the last days that the broker has confirmed. A database restored from a backup meets a broker that knows nothing of them; what
/// had been sent and not consumed would be lost, so all of them are sent again and the inboxes drop what they know.
/// </summary>
internal static class SentEvents
{
    /// <summary>Moves relayed rows; <c>outbox_message</c> holds none but those that wait, so that looking for them stays quick.</summary>
    public const string Keep =
        """
        WITH relayed AS (DELETE FROM outbox_message WHERE sequence = ANY($1) RETURNING message_id, type, body, trace_parent, published_at)
        INSERT INTO outbox_sent (message_id, type, body, trace_parent, published_at, sent_at)
        SELECT message_id, type, body, trace_parent, published_at, now() FROM relayed
        """;

    // A server that has recovered from an archive, to its end or to a moment, goes on in a timeline of its own: the first eight digits of the names
    // of its log files. A restart or a crash does not begin one.
    private const string Timeline = "substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)";

    public static Task InstallAsync(DbContext db, CancellationToken cancellationToken = default) => db.Database.ExecuteSqlRawAsync(
        $"""
        CREATE TABLE IF NOT EXISTS outbox_sent (
            message_id uuid NOT NULL, type text NOT NULL, body text NOT NULL, trace_parent text, published_at timestamptz NOT NULL, sent_at timestamptz NOT NULL);
        CREATE INDEX IF NOT EXISTS ix_outbox_sent_sent_at ON outbox_sent (sent_at);
        CREATE TABLE IF NOT EXISTS outbox_timeline (timeline text NOT NULL);
        INSERT INTO outbox_timeline SELECT {Timeline} WHERE NOT EXISTS (SELECT FROM outbox_timeline);
        """,
        cancellationToken);

    /// <summary>Returns how many events wait again because the database was restored since it was last asked; before any relay runs.</summary>
    public static Task<int> SendAgainAfterRestoreAsync(DbContext db, CancellationToken cancellationToken = default) => db.Database.ExecuteSqlRawAsync(
        $"""
        WITH restored AS (UPDATE outbox_timeline SET timeline = {Timeline} WHERE timeline <> {Timeline} RETURNING timeline),
        again AS (DELETE FROM outbox_sent WHERE EXISTS (SELECT FROM restored) RETURNING message_id, type, body, trace_parent, published_at)
        INSERT INTO outbox_message (message_id, type, body, trace_parent, published_at)
        SELECT message_id, type, body, trace_parent, published_at FROM again ORDER BY published_at
        """,
        cancellationToken);
}
