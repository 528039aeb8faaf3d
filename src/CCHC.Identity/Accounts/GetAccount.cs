using CCHC.Identity.Data;
using CCHC.Identity.SecondFactors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

/// <summary>One account as its administrator sees it, with what it signs in by.</summary>
public static class GetAccount
{
    public sealed record Response(
        Guid Id, string UserName, string DisplayName, bool Locked, IReadOnlyList<ListAccounts.GrantItem> Grants, SecondFactorCheck.State SecondFactor,
        DateTimeOffset? ClosedAt, DateTimeOffset? InvitedUntil);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, IdentityDbContext db, SecondFactorCheck secondFactors, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var secondFactor = await secondFactors.StateAsync(id, cancellationToken);
        var found = await db.Accounts.AsNoTracking().Where(account => account.Id == id)
            .Select(account => new Response(
                account.Id, account.UserName!, account.DisplayName, account.LockoutEnd > now,
                account.Grants.OrderBy(grant => grant.Role).ThenBy(grant => grant.Unit!.Code)
                    .Select(grant => new ListAccounts.GrantItem(grant.Role, grant.UnitId, grant.Unit!.Code, grant.Unit!.Name)).ToList(),
                secondFactor, account.ClosedAt,
                db.Invitations.Where(invitation => invitation.AccountId == id && invitation.UsedAt == null).Max(invitation => (DateTimeOffset?)invitation.ExpiresAt)))
            .SingleOrDefaultAsync(cancellationToken);
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(found);
    }
}
