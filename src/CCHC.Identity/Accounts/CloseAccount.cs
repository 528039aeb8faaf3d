using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

/// <summary>
/// Somebody has left: roles and everything to sign in by go, sessions end, the name stays on the work. Unlocking opens the account again,
/// without roles and password.
/// </summary>
public static class CloseAccount
{
    /// <param name="Grants">The roles it held, whose open work somebody else has to take over.</param>
    public sealed record Response(string DisplayName, IReadOnlyList<ListAccounts.GrantItem> Grants);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, IdentityDbContext db, TimeProvider clock, ILogger<Account> logger, CancellationToken cancellationToken)
    {
        if (id == user.Id)
        {
            throw new RuleViolationException("account.own-lock", "Không thể tự đóng tài khoản của chính mình.");
        }

        await using var transaction = await db.BeginAsync(cancellationToken);
        var account = await db.Accounts.Include(account => account.Grants).ThenInclude(grant => grant.Unit).SingleOrDefaultAsync(account => account.Id == id, cancellationToken);
        if (account is null)
        {
            return TypedResults.NotFound();
        }

        var held = account.Grants.Select(grant => new ListAccounts.GrantItem(grant.Role, grant.UnitId, grant.Unit?.Code, grant.Unit?.Name)).ToList();
        account.Close(clock.GetUtcNow());
        await db.RemoveSecondFactorsAsync(id, clock.GetUtcNow(), cancellationToken);
        await db.Invitations.Where(invitation => invitation.AccountId == id).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.LogInformation("{Administrator} closed the account {AccountId}", user.UserName, id);
        return TypedResults.Ok(new Response(account.DisplayName, held));
    }
}
