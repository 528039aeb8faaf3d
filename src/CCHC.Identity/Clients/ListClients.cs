using CCHC.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Clients;

public static class ListClients
{
    public sealed record Response(IReadOnlyList<Item> Items);

    public sealed record Item(Guid ClientId, string Name, IReadOnlyList<string> Roles, DateTimeOffset CreatedAt);

    public static async Task<Ok<Response>> Handle(IdentityDbContext db, CancellationToken cancellationToken)
    {
        var items = await db.Clients.AsNoTracking().OrderBy(client => client.Name)
            .Select(client => new Item(client.Id, client.Name, client.Roles, client.CreatedAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(items));
    }
}
