using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Accounts;
using CCHC.Identity.Data;
using CCHC.Identity.Passwords;
using CCHC.Identity.SignIns;
using CCHC.Identity.Tokens;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Invitations;

/// <summary>The password that the invited person chose; looking at the link beforehand uses nothing up, for mail programs look too.</summary>
public static class AcceptInvitation
{
    public sealed record LookRequest([Required(ErrorMessage = "Thiếu đường dẫn.")] string Invitation);

    public sealed record LookResponse(string UserName, string DisplayName, DateTimeOffset ExpiresAt);

    public sealed record Request(
        [Required(ErrorMessage = "Thiếu đường dẫn.")]
        string Invitation,
        [Required(ErrorMessage = "Thiếu mật khẩu.")]
        [StringLength(PasswordPolicy.Most, MinimumLength = PasswordPolicy.Least, ErrorMessage = PasswordPolicy.LengthProblem)]
        string Password);

    public sealed record Response(string UserName);

    public static async Task<Ok<LookResponse>> Look(LookRequest request, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (invitation, account) = await FindAsync(request.Invitation, db, clock, cancellationToken);
        return TypedResults.Ok(new LookResponse(account.UserName!, account.DisplayName, invitation.ExpiresAt));
    }

    public static async Task<Ok<Response>> Handle(
        Request request, IdentityDbContext db, IPasswordHasher<Account> hasher, SignInGuard guard, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.LockAsync($"invitation {Secrets.IdOf(request.Invitation)}", cancellationToken);
        var (invitation, account) = await FindAsync(request.Invitation, db, clock, cancellationToken);
        account.SetPassword(request.Password, "password", hasher);
        invitation.Use(clock.GetUtcNow());
        await guard.ForgetAsync(account.UserName!, cancellationToken);
        await db.RevokeSessionsAsync(account.Id, clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(account.UserName!));
    }

    private static async Task<(Invitation Invitation, Account Account)> FindAsync(string secret, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Secrets.IdOf(secret) is { } id
            && await db.Invitations.SingleOrDefaultAsync(invitation => invitation.Id == id, cancellationToken) is { } invitation
            && invitation.IsOpenedBy(secret, now)
            && await db.Accounts.Include(account => account.Grants).ThenInclude(grant => grant.Unit)
                .SingleAsync(account => account.Id == invitation.AccountId, cancellationToken) is { } account
            && !account.IsLocked(now))
        {
            return (invitation, account);
        }

        throw new RuleViolationException("invitation.over", "Đường dẫn đã dùng, hết hạn hoặc được thay bằng đường dẫn mới. Đề nghị quản trị hệ thống gửi lại.");
    }
}
