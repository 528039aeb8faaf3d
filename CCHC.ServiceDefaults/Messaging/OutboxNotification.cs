using Microsoft.EntityFrameworkCore;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>The trigger that wakes the relays of all replicas when a transaction with events commits.</summary>
internal static class OutboxNotification
{
    public const string Channel = "outbox";

    public static Task InstallAsync(DbContext db) => db.Database.ExecuteSqlRawAsync(
        $"""
        CREATE OR REPLACE FUNCTION notify_outbox() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_notify(''{Channel}'', ''''); RETURN NULL; END';
        CREATE OR REPLACE TRIGGER notify_outbox AFTER INSERT ON outbox_message FOR EACH STATEMENT EXECUTE FUNCTION notify_outbox();
        """);
}
