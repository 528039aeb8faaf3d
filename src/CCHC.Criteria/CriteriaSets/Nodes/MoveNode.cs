using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Criteria.CriteriaSets.Nodes;

/// <summary>Moves a criterion with everything below it, by one step or to a named place; the numbering follows.</summary>
public static class MoveNode
{
    public sealed record Request(MoveDirection? To, Guid? ParentId, Guid? AfterId);

    public static Task<Results<Ok<TreeChange>, NotFound>> Handle(
        Guid id, Guid nodeId, Request request, [FromHeader(Name = "If-Match")] string? ifMatch, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken) =>
        TreeChange.MakeAsync(id, ifMatch, user, db, set =>
        {
            if (request.To is { } direction)
            {
                set.Move(nodeId, direction);
            }
            else
            {
                set.Move(nodeId, request.ParentId, request.AfterId);
            }

            return (nodeId, nodeId);
        }, cancellationToken);
}
