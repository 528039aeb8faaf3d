using CCHC.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Units;

/// <summary>Groups are known by their units; one of ended units only still counts, for old years.</summary>
public static class ListUnitGroups
{
    public sealed record Item(string Code, string Name, int Units);

    public static async Task<Ok<List<Item>>> Handle(IdentityDbContext db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await db.Units.GroupBy(unit => unit.GroupCode)
            .OrderBy(group => group.Key)
            .Select(group => new Item(group.Key, group.Max(unit => unit.GroupName)!, group.Count()))
            .ToListAsync(cancellationToken));
}
