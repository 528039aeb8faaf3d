using CCHC.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

/// <summary>A generated password for somebody who forgot theirs; ends their sessions and a lock that wrong passwords brought on.</summary>
public static class ResetPassword
{
    public sealed record Response(string UserName, string Password);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, IdentityDbContext db, IPasswordHasher<Account> hasher, TimeProvider clock, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.SingleOrDefaultAsync(account => account.Id == id, cancellationToken);
        if (account is null)
        {
            return TypedResults.NotFound();
        }

        var password = Passwords.Generate();
        account.PasswordHash = hasher.HashPassword(account, password);
        if (account.LockoutEnd != DateTimeOffset.MaxValue)
        {
            account.Unlock();
        }

        await db.RevokeSessionsAsync(id, clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(new Response(account.UserName!, password));
    }
}
