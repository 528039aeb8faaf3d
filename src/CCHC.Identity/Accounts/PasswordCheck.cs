using CCHC.Identity.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

/// <summary>Compares a password and keeps the count of wrong ones; tells nobody, not even by its duration, whether the account exists or is locked.</summary>
public sealed class PasswordCheck(IdentityDbContext db, UserManager<Account> accounts, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    private const int LongestPassword = 200;

    private static readonly Account Nobody = Account.Register("nobody", "", []);
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, Passwords.Generate());

    /// <summary>The account, or null when it is unknown or locked or the password is wrong.</summary>
    public async Task<Account?> VerifyAsync(string userName, string password, CancellationToken cancellationToken)
    {
        // The row stays locked while the hash is computed: guesses sent all at once are counted one by one.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var name = userName.Trim().ToLowerInvariant();
        var account = Account.IsUserName(name)
            ? await db.Accounts.FromSql($"SELECT * FROM account WHERE normalized_user_name = {name.ToUpperInvariant()} FOR UPDATE")
                .SingleOrDefaultAsync(cancellationToken)
            : null;
        var result = hasher.VerifyHashedPassword(
            account ?? Nobody, account?.PasswordHash ?? NobodysHash, password.Length <= LongestPassword ? password : "");
        if (account is null || account.IsLocked(clock.GetUtcNow()))
        {
            return null;
        }

        if (result == PasswordVerificationResult.Failed)
        {
            await accounts.AccessFailedAsync(account);
            await transaction.CommitAsync(cancellationToken);
            return null;
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account.PasswordHash = hasher.HashPassword(account, password);
        }

        account.Unlock();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return account;
    }
}
