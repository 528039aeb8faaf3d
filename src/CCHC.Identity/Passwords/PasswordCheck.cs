using CCHC.Identity.Accounts;
using CCHC.Identity.Data;
using CCHC.Identity.SignIns;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CCHC.Identity.Passwords;

/// <summary>Compares a password and counts wrong ones; tells nobody, not even by its duration, whether the account exists or is locked.</summary>
public sealed class PasswordCheck(IdentityDbContext db, SignInGuard guard, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    private static readonly Account Nobody = Account.Register("nobody", "", []);
    private static readonly string NobodysHash = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = PasswordPolicy.HashRounds }))
        .HashPassword(Nobody, PasswordGenerator.Generate());

    /// <param name="Account">Null when it is unknown or locked or the password is wrong.</param>
    /// <param name="Wait">Null unless nothing was compared, for there have been too many failures.</param>
    public readonly record struct Result(Account? Account, TimeSpan? Wait = null);

    public async Task<Result> VerifyAsync(string userName, string password, CancellationToken cancellationToken)
    {
        var name = userName.Trim().ToLowerInvariant();
        if (!Account.IsUserName(name))
        {
            name = "?"; // all that nobody can be called
        }

        // The name stays locked while the hash is computed: guesses sent all at once are counted one by one.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync($"sign-in {name}", cancellationToken);
        if (await guard.WaitAsync(name, cancellationToken) is { } wait)
        {
            return new Result(Account: null, wait);
        }

        var normalizedName = name.ToUpperInvariant();
        var account = await db.Accounts.SingleOrDefaultAsync(account => account.NormalizedUserName == normalizedName, cancellationToken);
        var result = hasher.VerifyHashedPassword(account ?? Nobody, account?.PasswordHash ?? NobodysHash, Typed(password));
        if (account?.PasswordHash is null || result == PasswordVerificationResult.Failed || account.IsLocked(clock.GetUtcNow()))
        {
            await guard.FailAsync(name, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return default;
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account.PasswordHash = hasher.HashPassword(account, Typed(password));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Result(account);
    }

    /// <summary>Asks a signed-in person once more, before what a stranger at an unlocked screen must not do.</summary>
    /// <exception cref="RuleViolationException">The password is wrong; <paramref name="field"/> is the member of the request that it stands in.</exception>
    public async Task<Account> ConfirmAsync(string userName, string password, string field, CancellationToken cancellationToken)
    {
        var (account, wait) = await VerifyAsync(userName, password, cancellationToken);
        return account
            ?? throw new RuleViolationException("account.wrong-password", wait is { } time ? Waiting(time) : "Mật khẩu hiện tại không đúng.") { Field = field };
    }

    /// <summary>The same words whether or not there is such an account.</summary>
    public static string Waiting(TimeSpan wait) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Đã nhập sai nhiều lần liên tiếp. Vui lòng thử lại sau {Math.Ceiling(wait.TotalMinutes)} phút.");

    private static string Typed(string password) => password.Length <= PasswordPolicy.Most && PasswordPolicy.IsText(password) ? PasswordPolicy.Normalise(password) : "";
}
