using CCHC.Identity.Data;
using CCHC.Identity.Passwords;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Identity.SecondFactors;

/// <summary>A new set; the one before is worth nothing.</summary>
public static class RenewRecoveryCodes
{
    public static async Task<Ok<ConfirmEnrolment.Response>> Handle(
        BeginEnrolment.Request request, CurrentUser user, PasswordCheck passwords, SecondFactorCheck check, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var account = await passwords.ConfirmAsync(user.UserName, request.CurrentPassword, "currentPassword", cancellationToken);
        if (!(await check.StateAsync(account.Id, cancellationToken)).IsOn)
        {
            throw new RuleViolationException("second-factor.off", "Mã dự phòng chỉ dùng khi đã bật xác thực hai bước.");
        }

        var codes = await check.RenewRecoveryCodesAsync(account, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new ConfirmEnrolment.Response(codes));
    }
}
