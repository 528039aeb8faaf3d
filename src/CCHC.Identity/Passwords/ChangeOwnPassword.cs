using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Accounts;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Passwords;

/// <summary>Wrong guesses of the current password count as at sign-in; all sessions end, so the person signs in again.</summary>
public static class ChangeOwnPassword
{
    public sealed record Request(
        [Required(ErrorMessage = "Thiếu mật khẩu hiện tại.")]
        string CurrentPassword,
        [Required(ErrorMessage = "Thiếu mật khẩu mới.")]
        [StringLength(PasswordPolicy.Most, MinimumLength = PasswordPolicy.Least, ErrorMessage = PasswordPolicy.LengthProblem)]
        string NewPassword);

    public static async Task<NoContent> Handle(
        Request request, CurrentUser user, PasswordCheck check, IdentityDbContext db, IPasswordHasher<Account> hasher, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var account = await check.ConfirmAsync(user.UserName, request.CurrentPassword, "currentPassword", cancellationToken);
        await db.Entry(account).Collection(entry => entry.Grants).Query().Include(grant => grant.Unit).LoadAsync(cancellationToken);
        account.SetPassword(request.NewPassword, "newPassword", hasher);
        await db.RevokeSessionsAsync(account.Id, clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
