using CCHC.Identity.Data;
using CCHC.Identity.SignIns;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

public static class UnlockAccount
{
    public static async Task<Results<NoContent, NotFound>> Handle(Guid id, IdentityDbContext db, SignInGuard guard, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.SingleOrDefaultAsync(account => account.Id == id, cancellationToken);
        if (account is null)
        {
            return TypedResults.NotFound();
        }

        account.Unlock();
        await guard.ForgetAsync(account.UserName!, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
