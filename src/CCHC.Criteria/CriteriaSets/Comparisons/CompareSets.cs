using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets.Comparisons;

/// <summary>What changed from one set to another, and which leaves may be compared from year to year.</summary>
public static class CompareSets
{
    public sealed record Side(Guid Id, string Code, string Name, int Year, int Version);

    public sealed record Summary(int Unchanged, int Added, int Removed, int Moved, int Renamed, int Points, int Rule, int Comparable, int NotComparable);

    public sealed record Response(Side From, Side To, IReadOnlyList<ComparisonRow> Rows, Summary Summary);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, Guid otherId, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        // A unit compares what measures it with what was in force before; drafts are not for it, nor what another government issued.
        var measured = await db.MeasuresUnitOfAsync(otherId, user, cancellationToken);
        var sets = measured ? db.CriteriaSets.Where(set => set.Status != CriteriaSetStatus.Draft) : db.CriteriaSets.ComparableBy(user);
        var from = await sets.AsNoTracking().SingleOrDefaultAsync(set => set.Id == id, cancellationToken);
        var to = await sets.AsNoTracking().SingleOrDefaultAsync(set => set.Id == otherId, cancellationToken);
        if (from is null || to is null || (measured && from.OwnerUnitId is { } owner && owner != to.OwnerUnitId))
        {
            return TypedResults.NotFound();
        }

        var mappings = await db.SetMappings.AsNoTracking()
            .Where(x => (x.FromId == id && x.ToId == otherId) || (x.FromId == otherId && x.ToId == id)).ToListAsync(cancellationToken);
        var mapping = mappings.Find(x => x.FromId == id) ?? mappings.Find(x => x.ToId == id)?.Reversed();
        var rows = new SetComparison(from, to, mapping?.Pairs ?? []).Rows();
        return TypedResults.Ok(new Response(ToSide(from), ToSide(to), rows, new Summary(
            rows.Count(row => row.Changes.Count == 0),
            Count(ChangeKind.Added), Count(ChangeKind.Removed), Count(ChangeKind.Moved), Count(ChangeKind.Renamed), Count(ChangeKind.Points), Count(ChangeKind.Rule),
            rows.Count(row => row.Comparable == true),
            rows.Count(row => row.Comparable == false))));

        int Count(ChangeKind kind) => rows.Count(row => row.Changes.Contains(kind));
    }

    private static Side ToSide(CriteriaSet set) => new(set.Id, set.Code, set.Name, set.Year, set.Version);
}
