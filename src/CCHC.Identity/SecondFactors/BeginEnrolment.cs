using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Accounts;
using CCHC.Identity.Data;
using CCHC.Identity.Passwords;
using CCHC.Identity.SignIns;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace CCHC.Identity.SecondFactors;

/// <summary>Shows the secret for a phone; nothing changes until a code has been typed back.</summary>
public static class BeginEnrolment
{
    private const string Issuer = "CCHC";

    public sealed record Request([Required(ErrorMessage = "Thiếu mật khẩu hiện tại.")] string CurrentPassword);

    public sealed record AtSignInRequest([Required(ErrorMessage = "Thiếu mã của bước trước.")] string SecondFactorToken);

    /// <param name="Secret">Base32, to be typed where no camera is.</param>
    /// <param name="Address">The same as an <c>otpauth:</c> address, for the QR code.</param>
    public sealed record Response(string Secret, string Address);

    public static async Task<Ok<Response>> Handle(Request request, CurrentUser user, PasswordCheck passwords, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var account = await passwords.ConfirmAsync(user.UserName, request.CurrentPassword, "currentPassword", cancellationToken);
        return TypedResults.Ok(await BeginAsync(account, db, cancellationToken));
    }

    /// <summary>For a person who may not sign in without: the password was right a moment ago.</summary>
    public static async Task<Ok<Response>> AtSignIn(AtSignInRequest request, Challenges challenges, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var challenge = await challenges.FindAsync(request.SecondFactorToken, ChallengeKind.Enrolment, cancellationToken)
            ?? throw new RuleViolationException("second-factor.expired", "Đã quá năm phút; vui lòng đăng nhập lại từ đầu.");
        var account = await db.Accounts.SingleAsync(account => account.Id == challenge.AccountId, cancellationToken);
        return TypedResults.Ok(await BeginAsync(account, db, cancellationToken));
    }

    private static async Task<Response> BeginAsync(Account account, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var authenticator = await db.Authenticators.FindAsync([account.Id], cancellationToken);
        if (authenticator is null)
        {
            db.Authenticators.Add(authenticator = Authenticator.Of(account.Id));
        }

        var secret = authenticator.Begin();
        await db.SaveChangesAsync(cancellationToken);
        return new Response(secret, new OtpUri(OtpType.Totp, secret, account.UserName!, Issuer).ToString());
    }
}
