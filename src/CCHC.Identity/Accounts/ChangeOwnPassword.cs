using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.Identity.Tokens;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace CCHC.Identity.Accounts;

/// <summary>Wrong guesses of the current password count towards the lockout; all sessions end, so the person signs in again.</summary>
public static class ChangeOwnPassword
{
    public sealed record Request(
        [Required(ErrorMessage = "Thiếu mật khẩu hiện tại.")]
        string CurrentPassword,
        [Required(ErrorMessage = "Thiếu mật khẩu mới.")]
        [StringLength(200, MinimumLength = Account.PasswordLength, ErrorMessage = "Mật khẩu mới phải có từ 10 đến 200 ký tự.")]
        string NewPassword);

    public static async Task<NoContent> Handle(
        Request request, CurrentUser user, PasswordCheck check, IdentityDbContext db, IPasswordHasher<Account> hasher, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var account = await check.VerifyAsync(user.UserName, request.CurrentPassword, cancellationToken)
            ?? throw new RuleViolationException("account.wrong-password", "Mật khẩu hiện tại không đúng, hoặc tài khoản đang tạm khoá.");
        account.PasswordHash = hasher.HashPassword(account, request.NewPassword);
        await db.RevokeSessionsAsync(account.Id, clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
