using CCHC.Identity.Accounts;
using CCHC.Identity.Units;
using CCHC.ServiceDefaults.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Identity.Data;

/// <summary>Keeps of ASP.NET Core Identity's user what signing in with a password and lockout need.</summary>
internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>, IEntityTypeConfiguration<AccountGrant>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("account");
        builder.Property(account => account.Id).ValueGeneratedNever();
        builder.HasIndex(account => account.NormalizedUserName).IsUnique();
        builder.Property(account => account.ConcurrencyStamp).IsConcurrencyToken();
        builder.Property(account => account.PasswordHash).IsAuditedAsDigest("secret");
        builder.Property(account => account.SecurityStamp).IsAuditedAsDigest("secret");
        builder.Ignore(account => account.Email);
        builder.Ignore(account => account.NormalizedEmail);
        builder.Ignore(account => account.EmailConfirmed);
        builder.Ignore(account => account.PhoneNumber);
        builder.Ignore(account => account.PhoneNumberConfirmed);
        builder.Ignore(account => account.TwoFactorEnabled);
        builder.HasMany(account => account.Grants).WithOne().HasForeignKey(grant => grant.AccountId);
    }

    public void Configure(EntityTypeBuilder<AccountGrant> builder)
    {
        builder.ToTable("account_grant");
        builder.Property(grant => grant.Id).ValueGeneratedNever();
        builder.HasIndex(grant => new { grant.AccountId, grant.Role, grant.UnitId }).IsUnique().AreNullsDistinct(false);
        builder.HasOne(grant => grant.Unit).WithMany().HasForeignKey(grant => grant.UnitId).OnDelete(DeleteBehavior.Restrict);
    }
}
