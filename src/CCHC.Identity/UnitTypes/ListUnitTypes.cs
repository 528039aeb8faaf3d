using CCHC.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.UnitTypes;

public static class ListUnitTypes
{
    public sealed record Item(string Code, string Name, bool Governs, int Position, int Units);

    public static async Task<Ok<List<Item>>> Handle(IdentityDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.UnitTypes.OrderBy(type => type.Position).ThenBy(type => type.Code)
            .Select(type => new Item(type.Code, type.Name, type.Governs, type.Position, db.Units.Count(unit => unit.TypeCode == type.Code)))
            .ToListAsync(cancellationToken));
}
