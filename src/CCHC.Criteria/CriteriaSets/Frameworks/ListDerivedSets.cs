using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets.Frameworks;

/// <summary>Every set derived from a framework, drafts too, with each deviation; for the framework's owner only.</summary>
public static class ListDerivedSets
{
    public sealed record Item(
        Guid Id, string Code, string Name, Guid? OwnerUnitId, string? OwnerName, CriteriaSetStatus Status, int Version, IReadOnlyList<Deviation> Deviations);

    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var framework = await db.CriteriaSets.AsNoTracking().ReadableBy(user).SingleOrDefaultAsync(set => set.Id == id, cancellationToken);
        if (framework is null || !user.CanOversee(framework.OwnerUnitId))
        {
            return TypedResults.NotFound();
        }

        var derived = await db.CriteriaSets.AsNoTracking().AsSplitQuery().Where(set => set.FrameworkId == id)
            .OrderBy(set => set.Code).ThenBy(set => set.Version)
            .ToListAsync(cancellationToken);
        var owners = derived.Select(set => set.OwnerUnitId).ToList();
        var names = await db.Units.Where(unit => owners.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => unit.Name, cancellationToken);
        return TypedResults.Ok(new Response([.. derived.Select(set => new Item(
            set.Id, set.Code, set.Name, set.OwnerUnitId, names.GetValueOrDefault(set.OwnerUnitId.GetValueOrDefault()), set.Status, set.Version,
            [.. Deviation.Between(framework, set)]))]));
    }
}
