using CCHC.Identity.Accounts;
using CCHC.Identity.Invitations;
using CCHC.Identity.SecondFactors;
using CCHC.Identity.Sessions;
using CCHC.Identity.SignIns;
using CCHC.ServiceDefaults.Auditing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CCHC.Identity.Data;

internal sealed class SignInConfiguration :
    IEntityTypeConfiguration<Session>, IEntityTypeConfiguration<SignInRecord>, IEntityTypeConfiguration<Challenge>,
    IEntityTypeConfiguration<Invitation>, IEntityTypeConfiguration<Authenticator>, IEntityTypeConfiguration<RecoveryCode>, IEntityTypeConfiguration<IdentityUserPasskey<Guid>>,
    IEntityTypeConfiguration<IdentityUserLogin<Guid>>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("session");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.HasIndex(session => session.ExpiresAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(session => session.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<SignInRecord> builder)
    {
        builder.ToTable("sign_in_record");
        builder.IsNotAudited("counts of failures, also under names that nobody has, which are forgotten after a while");
        builder.HasKey(record => new { record.UserName, record.Address });
    }

    public void Configure(EntityTypeBuilder<Challenge> builder)
    {
        builder.ToTable("sign_in_challenge");
        builder.IsNotAudited("lives for minutes; the session that it becomes is recorded");
        builder.Property(challenge => challenge.Id).ValueGeneratedNever();
        builder.HasIndex(challenge => challenge.ExpiresAt);
        builder.HasOne<Account>().WithMany().HasForeignKey(challenge => challenge.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitation");
        builder.Property(invitation => invitation.Id).ValueGeneratedNever();
        builder.HasOne<Account>().WithMany().HasForeignKey(invitation => invitation.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Authenticator> builder)
    {
        builder.ToTable("authenticator");
        builder.HasKey(authenticator => authenticator.AccountId);
        builder.HasOne<Account>().WithOne().HasForeignKey<Authenticator>(authenticator => authenticator.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_code");
        builder.Property(code => code.Id).ValueGeneratedNever();
        builder.HasIndex(code => new { code.AccountId, code.Label }).IsUnique();
        builder.Property(code => code.Hash).IsAuditedAsDigest("secret");
        builder.HasOne<Account>().WithMany().HasForeignKey(code => code.AccountId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder)
    {
        builder.ToTable("passkey");
        builder.HasKey(passkey => passkey.CredentialId);
        builder.Property(passkey => passkey.CredentialId).HasMaxLength(1024);
        builder.HasIndex(passkey => passkey.UserId);
        builder.OwnsOne(passkey => passkey.Data).ToJson("data");
        builder.HasOne<Account>().WithMany().HasForeignKey(passkey => passkey.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder)
    {
        builder.ToTable("external_login");
        builder.HasKey(login => new { login.LoginProvider, login.ProviderKey });
        builder.HasIndex(login => login.UserId);
        builder.HasOne<Account>().WithMany().HasForeignKey(login => login.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
