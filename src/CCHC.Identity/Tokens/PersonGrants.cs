using CCHC.Identity.Accounts;
using CCHC.Identity.Data;
using CCHC.Identity.Passwords;
using CCHC.Identity.SecondFactors;
using CCHC.Identity.Sessions;
using CCHC.Identity.SignIns;
using CCHC.Identity.SingleSignOn;
using CCHC.ServiceDefaults.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Answer = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<CCHC.Identity.Tokens.TokenAnswer.Granted>,
    Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<CCHC.Identity.Tokens.TokenAnswer.Refused>>;

namespace CCHC.Identity.Tokens;

/// <summary>How a person begins a session: by password or at an OpenID provider, with a code after it where a second factor is on, or by a passkey alone.</summary>
public sealed class PersonGrants(
    IdentityDbContext db, PasswordCheck passwords, SecondFactorCheck secondFactors, Challenges challenges, SignInGuard guard,
    IPasskeyHandler<Account> passkeys, UserManager<Account> accounts, SingleSignOnGrant singleSignOn, PersonTokens tokens, TimeProvider clock, SecurityEvents events,
    ILogger<PersonGrants> logger)
{
    private const string WrongPassword = "Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đang bị khóa. Vui lòng kiểm tra lại; sai nhiều lần liên tiếp thì phải chờ.";
    private const string Expired = "Đã quá năm phút; vui lòng đăng nhập lại từ đầu.";

    public async Task<Answer> ByPasswordAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var (account, wait) = await passwords.VerifyAsync(userName, password, cancellationToken);
        if (account is null)
        {
            var name = userName.Trim().ToUpperInvariant();
            var known = await db.Accounts.Where(account => account.NormalizedUserName == name).Select(account => account.Id.ToString()).SingleOrDefaultAsync(cancellationToken);
            return TokenAnswer.Refuse(
                "invalid_grant", wait is { } time ? PasswordCheck.Waiting(time) : WrongPassword,
                subject: known ?? events.DigestOf(name), why: wait is null ? "wrong, or the account is locked" : "too often, has to wait");
        }

        return await ContinueAsync(account, SignInMethod.Password, cancellationToken);
    }

    /// <summary>By what an OpenID provider sent back; our second factor is asked for unless it has seen one.</summary>
    public async Task<Answer> BySingleSignOnAsync(string state, string code, string issuer, CancellationToken cancellationToken)
    {
        var (account, secondFactor, problem) = await singleSignOn.RedeemAsync(state, code, issuer, cancellationToken);
        return account is null ? TokenAnswer.Refuse("invalid_grant", problem)
            : secondFactor ? await StartAsync(account, SignInMethod.SingleSignOn, cancellationToken)
            : await ContinueAsync(account, SignInMethod.SingleSignOn, cancellationToken);
    }

    /// <summary>The code after the password; where a second factor was asked for and there was none, it confirms the new phone.</summary>
    public async Task<Answer> BySecondFactorAsync(string secondFactorToken, string code, CancellationToken cancellationToken)
    {
        var challenge = await challenges.FindAsync(secondFactorToken, ChallengeKind.SecondFactor, cancellationToken)
            ?? await challenges.FindAsync(secondFactorToken, ChallengeKind.Enrolment, cancellationToken);
        var account = challenge is null ? null : await db.Accounts.SingleOrDefaultAsync(account => account.Id == challenge.AccountId, cancellationToken);
        if (account is null || account.IsLocked(clock.GetUtcNow()))
        {
            return TokenAnswer.Refuse("invalid_grant", Expired, subject: account?.Id.ToString());
        }

        var method = challenge!.Kind == ChallengeKind.SecondFactor
            ? await secondFactors.AcceptAsync(account, code, cancellationToken)
            : await ConfirmAsync(account, code, cancellationToken);
        if (method is null)
        {
            var wait = await guard.WaitAsync(account.UserName!, cancellationToken);
            return TokenAnswer.Refuse("invalid_code", wait is { } time ? PasswordCheck.Waiting(time) : "Mã không đúng hoặc đã dùng. Nhập mã đang hiện trên điện thoại, hoặc một mã dự phòng chưa dùng.", subject: account.Id.ToString());
        }

        return await challenges.TakeAsync(secondFactorToken, challenge.Kind, cancellationToken) is null
            ? TokenAnswer.Refuse("invalid_grant", Expired) // somebody else was faster with the same token
            : await StartAsync(account, method.Value, cancellationToken);
    }

    public async Task<Answer> ByPasskeyAsync(string challengeToken, string credential, CancellationToken cancellationToken)
    {
        var challenge = await challenges.TakeAsync(challengeToken, ChallengeKind.PasskeySignIn, cancellationToken);
        if (challenge is null)
        {
            return TokenAnswer.Refuse("invalid_grant", Expired);
        }

        var result = await passkeys.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = tokens.Context, CredentialJson = credential, AssertionState = challenge.State });
        if (!result.Succeeded || result.User.IsLocked(clock.GetUtcNow()))
        {
            return TokenAnswer.Refuse(
                "invalid_grant", "Không đăng nhập được bằng khóa truy cập này. Khóa có thể đã bị xóa, hoặc tài khoản đang bị khóa.",
                subject: result.User?.Id.ToString(), why: result.Succeeded ? "the account is locked" : "no passkey that is known");
        }

        await accounts.AddOrUpdatePasskeyAsync(result.User, result.Passkey); // the counter that tells a copied key
        return await StartAsync(result.User, SignInMethod.Passkey, cancellationToken);
    }

    /// <summary>What follows the first step.</summary>
    private async Task<Answer> ContinueAsync(Account account, SignInMethod method, CancellationToken cancellationToken)
    {
        var state = await secondFactors.StateAsync(account.Id, cancellationToken);
        if (state is { Authenticator: true } or { IsOn: true, RecoveryCodes: > 0 })
        {
            var token = await challenges.SetAsync(ChallengeKind.SecondFactor, account.Id, state: null, cancellationToken);
            return TokenAnswer.Refuse("second_factor_required", "Nhập tiếp mã của bước hai.", secondFactorToken: token);
        }

        if (state.IsOn)
        {
            return TokenAnswer.Refuse("passkey_required", "Tài khoản này đăng nhập bằng khóa truy cập.");
        }

        if (state.Required)
        {
            var token = await challenges.SetAsync(ChallengeKind.Enrolment, account.Id, state: null, cancellationToken);
            return TokenAnswer.Refuse("second_factor_enrolment_required", "Vai trò của tài khoản này bắt buộc xác thực hai bước.", secondFactorToken: token);
        }

        return await StartAsync(account, method, cancellationToken);
    }

    private async Task<SignInMethod?> ConfirmAsync(Account account, string code, CancellationToken cancellationToken)
    {
        var authenticator = await db.Authenticators.FindAsync([account.Id], cancellationToken);
        if (authenticator is null or { IsOn: true } || !authenticator.Confirm(code, clock.GetUtcNow()))
        {
            return null;
        }

        await db.SaveChangesAsync(cancellationToken);
        return SignInMethod.AuthenticatorCode;
    }

    private async Task<Answer> StartAsync(Account account, SignInMethod method, CancellationToken cancellationToken)
    {
        if (account.EmergencyOpenedAt is { } opened)
        {
            logger.LogCritical("The emergency administrator signed in from {Address}; it is open since {OpenedAt:O}", guard.Address, opened);
        }

        await guard.SucceedAsync(account.UserName!, cancellationToken);
        var (session, refreshToken) = Session.Start(account.Id, method, tokens.Context.Request.Headers.UserAgent.ToString(), guard.Address, clock.GetUtcNow());
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        events.Tell(LogLevel.Information, SecurityEvents.SignedIn, $"{method}, session {session.Id}", account.Id.ToString());
        return await tokens.IssueAsync(account, session, refreshToken, cancellationToken);
    }
}
