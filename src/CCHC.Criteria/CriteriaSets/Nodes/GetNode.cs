using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets.Nodes;

/// <summary>One node of a set, with what an editor must know of the set to change it.</summary>
public static class GetNode
{
    public sealed record Response(uint Revision, CriteriaSetStatus Status, bool IsFramework, Guid? FrameworkId, bool CanEdit, NodeDocument Node);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, Guid nodeId, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.AsNoTracking().ReadableBy(user).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        return set?.Find(nodeId) is null
            ? TypedResults.NotFound()
            : TypedResults.Ok(new Response(
                set.RowVersion, set.Status, set.IsFramework, set.FrameworkId, set.Status == CriteriaSetStatus.Draft && user.CanWrite(set.OwnerUnitId),
                NodeDocument.Of(set, set.Report(), node => node.Id == nodeId).Single()));
    }
}
