using CCHC.Contracts.Identity;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

/// <summary>Officers and heads of the caller's own units, to share out work among them; whoever is locked out is left out.</summary>
public static class ListColleagues
{
    public sealed record Response(IReadOnlyList<Item> Items);

    public sealed record Item(Guid Id, string DisplayName, IReadOnlyList<string> Roles);

    public static async Task<Ok<Response>> Handle(CurrentUser user, IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        string[] roles = [Roles.UnitOfficer, Roles.UnitHead];
        var (units, now) = (user.UnitIds(roles), clock.GetUtcNow());
        var people = await db.Accounts.AsNoTracking()
            .Where(account => !(account.LockoutEnd > now) && account.Grants.Any(grant => roles.Contains(grant.Role) && units.Contains(grant.UnitId!.Value)))
            .OrderBy(account => EF.Functions.Collate(account.DisplayName, "vi-x-icu")).ThenBy(account => account.UserName)
            .Select(account => new Item(
                account.Id, account.DisplayName,
                account.Grants.Where(grant => roles.Contains(grant.Role) && units.Contains(grant.UnitId!.Value)).Select(grant => grant.Role).Distinct().Order().ToList()))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(people));
    }
}
