using CCHC.Identity.Accounts;
using CCHC.Identity.Clients;
using CCHC.Identity.Invitations;
using CCHC.Identity.SecondFactors;
using CCHC.Identity.Sessions;
using CCHC.Identity.SignIns;
using CCHC.Identity.Tokens;
using CCHC.Identity.Units;
using CCHC.Identity.UnitTypes;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Data;

public sealed class IdentityDbContext(DbContextOptions<IdentityDbContext> options) : ServiceDbContext(options)
{
    public const string VietnameseCollation = "vi-x-icu";

    public DbSet<Unit> Units => Set<Unit>();
    public DbSet<UnitType> UnitTypes => Set<UnitType>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<AccountGrant> Grants => Set<AccountGrant>();
    public DbSet<ApiClient> Clients => Set<ApiClient>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<SignInRecord> SignInRecords => Set<SignInRecord>();
    public DbSet<Challenge> Challenges => Set<Challenge>();
    public DbSet<Authenticator> Authenticators => Set<Authenticator>();
    public DbSet<Invitation> Invitations => Set<Invitation>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    public DbSet<IdentityUserPasskey<Guid>> Passkeys => Set<IdentityUserPasskey<Guid>>();
    public DbSet<IdentityUserLogin<Guid>> ExternalLogins => Set<IdentityUserLogin<Guid>>();
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();

    /// <summary>Waits until no other transaction, on any replica, holds the lock of this name; the end of the transaction releases it.</summary>
    public Task LockAsync(string name, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", cancellationToken);

    /// <summary>Signs the account out everywhere.</summary>
    public Task RevokeSessionsAsync(Guid accountId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Sessions.Where(session => session.AccountId == accountId && session.RevokedAt == null)
            .ExecuteUpdateAsync(update => update.SetProperty(session => session.RevokedAt, now), cancellationToken);

    /// <summary>The phone with its recovery codes.</summary>
    public async Task RemovePhoneAsync(Guid accountId, CancellationToken cancellationToken)
    {
        await RecoveryCodes.Where(code => code.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
        await Authenticators.Where(authenticator => authenticator.AccountId == accountId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>All that an account has beside its password; signs it out everywhere.</summary>
    public async Task RemoveSecondFactorsAsync(Guid accountId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await RemovePhoneAsync(accountId, cancellationToken);
        await Passkeys.Where(passkey => passkey.UserId == accountId).ExecuteDeleteAsync(cancellationToken);
        await RevokeSessionsAsync(accountId, now, cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.HasPostgresExtension("unaccent");
    }
}
