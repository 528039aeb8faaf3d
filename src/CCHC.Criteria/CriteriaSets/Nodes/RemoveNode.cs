using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Criteria.CriteriaSets.Nodes;

/// <summary>Removes a criterion with everything below it.</summary>
public static class RemoveNode
{
    public static Task<Results<Ok<TreeChange>, NotFound>> Handle(
        Guid id, Guid nodeId, [FromHeader(Name = "If-Match")] string? ifMatch, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken) =>
        TreeChange.MakeAsync(id, ifMatch, user, db, set => (set.Remove(nodeId)?.Id, null), cancellationToken);
}
