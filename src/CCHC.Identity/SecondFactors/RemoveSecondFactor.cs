using CCHC.Identity.Data;
using CCHC.Identity.Passwords;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.SecondFactors;

public static class RemoveSecondFactor
{
    /// <summary>One's own phone and recovery codes, where no role asks for them.</summary>
    public static async Task<NoContent> Own(
        BeginEnrolment.Request request, CurrentUser user, PasswordCheck passwords, SecondFactorCheck check, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var account = await passwords.ConfirmAsync(user.UserName, request.CurrentPassword, "currentPassword", cancellationToken);
        if (await check.StateAsync(account.Id, cancellationToken) is { Required: true, Passkeys: 0 })
        {
            throw new RuleViolationException("second-factor.required", "Vai trò của tài khoản này bắt buộc xác thực hai bước. Nếu đổi điện thoại, hãy cài lại trên máy mới.");
        }

        await db.RemovePhoneAsync(account.Id, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>For somebody who lost the phone and the recovery codes: passkeys go too, and all sessions end. Not one's own account.</summary>
    public static async Task<Results<NoContent, NotFound>> OfAccount(
        Guid id, CurrentUser user, IdentityDbContext db, TimeProvider clock, ILogger<Authenticator> logger, CancellationToken cancellationToken)
    {
        if (id == user.Id)
        {
            throw new RuleViolationException("account.own-reset", "Xác thực hai bước của chính mình thì đổi ở trang Tài khoản của tôi.");
        }

        if (!await db.Accounts.AnyAsync(account => account.Id == id, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        await db.RemoveSecondFactorsAsync(id, clock.GetUtcNow(), cancellationToken);
        logger.LogWarning("{Administrator} removed the second factor of account {AccountId}", user.UserName, id);
        return TypedResults.NoContent();
    }
}
