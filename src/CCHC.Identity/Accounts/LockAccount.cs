using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

/// <summary>Ends the account's sessions at once.</summary>
public static class LockAccount
{
    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, CurrentUser user, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (id == user.Id)
        {
            throw new RuleViolationException("account.own-lock", "Không thể tự khoá tài khoản của chính mình.");
        }

        var account = await db.Accounts.SingleOrDefaultAsync(account => account.Id == id, cancellationToken);
        if (account is null)
        {
            return TypedResults.NotFound();
        }

        account.Lock();
        await db.RevokeSessionsAsync(id, clock.GetUtcNow(), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
