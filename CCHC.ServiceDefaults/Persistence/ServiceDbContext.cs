using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.FailedMessages;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CCHC.ServiceDefaults.Persistence;

/// <summary>What the databases of all services have in common: snake_case names, enums as text, outbox, inbox and failed messages.</summary>
public abstract class ServiceDbContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>A transaction that fails as a whole; savepoints would be two round trips for nothing.</summary>
    public Task<IDbContextTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        Database.AutoSavepointsEnabled = false;
        return Database.BeginTransactionAsync(cancellationToken);
    }

    /// <summary>
    /// Waits for the messages that consumers are at and holds further ones up until the transaction ends; from then on every message about the
    /// subject is dropped. Called before the subject's rows are deleted, so that none comes back.
    /// </summary>
    public Task CloseInboxAsync(Guid subject, CancellationToken cancellationToken) => Database.ExecuteSqlAsync(
        $"LOCK TABLE inbox_message IN SHARE MODE; INSERT INTO inbox_tombstone (id) VALUES ({subject}) ON CONFLICT DO NOTHING", cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OutboxMessage>(outbox =>
        {
            outbox.ToTable("outbox_message");
            outbox.IsNotAudited("a queue: what is told is beside the change that it tells of");
            outbox.HasKey(message => message.Sequence);
            outbox.Property(message => message.Sequence).UseIdentityAlwaysColumn();
        });
        modelBuilder.Entity<InboxMessage>(inbox =>
        {
            inbox.ToTable("inbox_message");
            inbox.IsNotAudited("a list of messages; each entry of their effects names its message");
            inbox.HasKey(message => new { message.MessageId, message.Consumer });
            inbox.HasIndex(message => message.ReceivedAt);
        });
        modelBuilder.Entity<FailedMessage>(FailedMessage.Configure);
        modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);
    }
}
