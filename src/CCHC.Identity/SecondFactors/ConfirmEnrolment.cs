using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.SecondFactors;

/// <summary>A code of the phone shows that it has the secret; from now on a password alone opens nothing. Comes with a new set of recovery codes.</summary>
public static class ConfirmEnrolment
{
    public const string WrongCode = "Mã không đúng. Kiểm tra giờ của điện thoại rồi nhập mã đang hiện.";

    public sealed record Request([Required(ErrorMessage = "Thiếu mã gồm 6 chữ số.")] string Code);

    /// <param name="RecoveryCodes">Shown here alone.</param>
    public sealed record Response(IReadOnlyList<string> RecoveryCodes);

    public static async Task<Ok<Response>> Handle(
        Request request, CurrentUser user, SecondFactorCheck check, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.SingleAsync(account => account.Id == user.Id, cancellationToken);
        var authenticator = await db.Authenticators.FindAsync([user.Id], cancellationToken);
        if (authenticator?.Confirm(request.Code, clock.GetUtcNow()) != true)
        {
            throw new RuleViolationException("second-factor.wrong-code", WrongCode) { Field = "code" };
        }

        var codes = await check.RenewRecoveryCodesAsync(account, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new Response(codes));
    }
}
