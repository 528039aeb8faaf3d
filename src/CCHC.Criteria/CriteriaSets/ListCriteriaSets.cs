using CCHC.Criteria.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets;

public static class ListCriteriaSets
{
    public sealed record Item(Guid Id, string Code, string Name, int Year, int Version, CriteriaSetStatus Status, int Leaves, decimal Total);

    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Ok<Response>> Handle(CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var sets = await db.CriteriaSets.AsNoTracking().AsSplitQuery()
            .OrderByDescending(set => set.Year).ThenBy(set => set.Code)
            .ToListAsync(cancellationToken);
        var items = sets
            .Select(set => new Item(set.Id, set.Code, set.Name, set.Year, set.Version, set.Status, set.Nodes.Count(node => node.IsLeaf), set.Total))
            .ToList();

        return TypedResults.Ok(new Response(items, items.Count));
    }
}
