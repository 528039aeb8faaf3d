using CCHC.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Clients;

public static class DeleteClient
{
    public static async Task<Results<NoContent, NotFound>> Handle(Guid id, IdentityDbContext db, CancellationToken cancellationToken) =>
        await db.Clients.Where(client => client.Id == id).ExecuteDeleteAsync(cancellationToken) == 0 ? TypedResults.NotFound() : TypedResults.NoContent();
}
