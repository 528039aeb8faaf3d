using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Accounts;

/// <summary>Who the access token belongs to, with the roles of now, which may differ from those in the token.</summary>
public static class GetMe
{
    public sealed record Response(Guid Id, string UserName, string DisplayName, IReadOnlyList<GrantItem> Grants);

    public sealed record GrantItem(string Role, Guid? UnitId, string? UnitCode, string? UnitName);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(CurrentUser user, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var me = await db.Accounts.AsNoTracking()
            .Where(account => account.Id == user.Id)
            .Select(account => new Response(
                account.Id, account.UserName!, account.DisplayName,
                account.Grants.OrderBy(grant => grant.Role).ThenBy(grant => grant.Unit!.Code)
                    .Select(grant => new GrantItem(grant.Role, grant.UnitId, grant.Unit!.Code, grant.Unit!.Name)).ToList()))
            .SingleOrDefaultAsync(cancellationToken);
        me ??= await FindClientAsync(user.Id, db, cancellationToken);
        return me is null ? TypedResults.NotFound() : TypedResults.Ok(me);
    }

    private static async Task<Response?> FindClientAsync(Guid id, IdentityDbContext db, CancellationToken cancellationToken)
    {
        var client = await db.Clients.AsNoTracking().SingleOrDefaultAsync(client => client.Id == id, cancellationToken);
        return client is null
            ? null
            : new Response(client.Id, client.Name, client.Name, [.. client.Roles.Select(role => new GrantItem(role, null, null, null))]);
    }
}
