using CCHC.Identity.Accounts;
using CCHC.Identity.Data;
using CCHC.Identity.Sessions;
using CCHC.Identity.SignIns;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.SecondFactors;

/// <summary>What an account has beside its password, and whether a code is one of its own.</summary>
public sealed class SecondFactorCheck(
    IdentityDbContext db, SignInGuard guard, IPasswordHasher<Account> hasher, IConfiguration configuration, TimeProvider clock)
{
    /// <summary>Whose holders must have a second factor.</summary>
    private readonly HashSet<string> _roles = [.. configuration.GetSection("Identity:SecondFactor:Roles").Get<string[]>() ?? []];

    /// <param name="Required">A role of the account asks for it.</param>
    /// <param name="Authenticator">A phone makes codes.</param>
    /// <param name="ConfirmedAt">Since when.</param>
    /// <param name="RecoveryCodes">How many are left.</param>
    /// <param name="Passkeys">How many there are.</param>
    public sealed record State(bool Required, bool Authenticator, DateTimeOffset? ConfirmedAt, int RecoveryCodes, int Passkeys)
    {
        /// <summary>A password alone does not open the account.</summary>
        public bool IsOn => Authenticator || (Required && Passkeys > 0);
    }

    public async Task<State> StateAsync(Guid accountId, CancellationToken cancellationToken)
    {
        var found = await db.Accounts.AsNoTracking().Where(account => account.Id == accountId)
            .Select(account => new
            {
                Roles = account.Grants.Select(grant => grant.Role).ToList(),
                Authenticator = db.Authenticators.Where(authenticator => authenticator.AccountId == accountId).Select(authenticator => authenticator.ConfirmedAt).FirstOrDefault(),
                Codes = db.RecoveryCodes.Count(code => code.AccountId == accountId && code.UsedAt == null),
                Passkeys = db.Passkeys.Count(passkey => passkey.UserId == accountId),
            })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? new State(Required: false, Authenticator: false, null, 0, 0)
            : new State(found.Roles.Exists(_roles.Contains), found.Authenticator is not null, found.Authenticator, found.Codes, found.Passkeys);
    }

    /// <summary>How the code was good, or null; wrong ones are counted like wrong passwords.</summary>
    public async Task<SignInMethod?> AcceptAsync(Account account, string code, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync($"sign-in {account.UserName}", cancellationToken); // guesses sent all at once are counted one by one
        if (await guard.WaitAsync(account.UserName!, cancellationToken) is not null)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        SignInMethod? method = null;
        if (await db.Authenticators.FindAsync([account.Id], cancellationToken) is { } authenticator && authenticator.Accepts(code, now))
        {
            method = SignInMethod.AuthenticatorCode;
        }
        else if (RecoveryCode.Read(code) is var (label, rest)
            && await db.RecoveryCodes.SingleOrDefaultAsync(known => known.AccountId == account.Id && known.Label == label, cancellationToken) is { } recovery
            && recovery.Use(rest, account, hasher, now))
        {
            method = SignInMethod.RecoveryCode;
        }
        else
        {
            await guard.FailAsync(account.UserName!, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return method;
    }

    /// <summary>The codes of a new set, which replaces the one before once the changes are saved.</summary>
    public async Task<IReadOnlyList<string>> RenewRecoveryCodesAsync(Account account, CancellationToken cancellationToken)
    {
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(code => code.AccountId == account.Id).ToListAsync(cancellationToken));
        var codes = RecoveryCode.NewSet(account, hasher);
        db.RecoveryCodes.AddRange(codes.Select(code => code.Code));
        return [.. codes.Select(code => code.Text)];
    }
}
