using CCHC.Criteria.CriteriaSets.Nodes;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>The tree of a set, each rule also in words, and what still stands in the way of publication.</summary>
public static class GetCriteriaSet
{
    public sealed record Response(
        Guid Id, string Code, string Name, int Year, int Version, CriteriaSetStatus Status, bool IsFramework, Guid? FrameworkId, string? FrameworkName, Guid? CorrectsId,
        Guid? OwnerUnitId, string? OwnerName, Decision? Decision, string? Reason, DateTimeOffset? PublishedAt, decimal Total, uint Revision, bool CanEdit,
        IReadOnlyList<NodeDocument> Nodes, PublicationReport Report);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.AsNoTracking().ReadableBy(user).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (set is null)
        {
            return TypedResults.NotFound();
        }

        var frameworkName = await db.CriteriaSets.Where(x => x.Id == set.FrameworkId).Select(x => x.Name).FirstOrDefaultAsync(cancellationToken);
        var ownerName = await db.Units.Where(unit => unit.Id == set.OwnerUnitId).Select(unit => unit.Name).FirstOrDefaultAsync(cancellationToken);
        var report = set.Report();
        return TypedResults.Ok(new Response(
            set.Id, set.Code, set.Name, set.Year, set.Version, set.Status, set.IsFramework, set.FrameworkId, frameworkName, set.CorrectsId,
            set.OwnerUnitId, ownerName, set.Decision, set.Reason, set.PublishedAt, set.Total, set.RowVersion,
            set.Status == CriteriaSetStatus.Draft && user.CanWrite(set.OwnerUnitId),
            [.. NodeDocument.Of(set, report)],
            report));
    }
}
