using CCHC.Identity.Accounts;
using CCHC.Identity.Data;
using CCHC.Identity.SignIns;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Passwords;

/// <summary>A generated password for somebody who forgot theirs; ends their sessions and the wait that wrong passwords brought on.</summary>
public static class ResetPassword
{
    public sealed record Response(string UserName, string Password);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, IdentityDbContext db, IPasswordHasher<Account> hasher, SignInGuard guard, TimeProvider clock, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.SingleOrDefaultAsync(account => account.Id == id, cancellationToken);
        if (account is null)
        {
            return TypedResults.NotFound();
        }

        var password = PasswordGenerator.Generate();
        account.PasswordHash = hasher.HashPassword(account, password);
        await guard.ForgetAsync(account.UserName!, cancellationToken);
        await db.RevokeSessionsAsync(id, clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new Response(account.UserName!, password));
    }
}
