using CCHC.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Clients;

public static class ListClients
{
    public sealed record Response(IReadOnlyList<Item> Items);

    /// <param name="ClientId">The <c>client_id</c>.</param>
    /// <param name="Name">Of the other system.</param>
    /// <param name="Contact">Whom to call.</param>
    /// <param name="Roles">What it may do.</param>
    /// <param name="UnitCode">The government within which it may; null for the whole system.</param>
    /// <param name="UnitName">Likewise.</param>
    /// <param name="PerMinute">Calls through the gateway; null for no limit of its own.</param>
    /// <param name="PerDay">Likewise.</param>
    /// <param name="CreatedAt">When it was registered.</param>
    /// <param name="LastUsedAt">When the newest secret got a token last.</param>
    /// <param name="FormerSecretUntil">Until when the secret before is good; null where it is not any more.</param>
    /// <param name="FormerUsedAt">When that one got a token last.</param>
    public sealed record Item(
        Guid ClientId, string Name, string Contact, IReadOnlyList<string> Roles, string? UnitCode, string? UnitName, int? PerMinute, int? PerDay, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt,
        DateTimeOffset? FormerSecretUntil, DateTimeOffset? FormerUsedAt);

    public static async Task<Ok<Response>> Handle(IdentityDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var items = await (
            from client in db.Clients.AsNoTracking()
            join unit in db.Units on client.UnitId equals unit.Id into units
            from unit in units.DefaultIfEmpty()
            orderby client.Name
            select new Item(
                client.Id, client.Name, client.Contact, client.Roles, unit.Code, unit.Name, client.PerMinute, client.PerDay, client.CreatedAt, client.LastUsedAt,
                client.FormerSecretUntil > now ? client.FormerSecretUntil : null, client.FormerUsedAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(items));
    }
}
