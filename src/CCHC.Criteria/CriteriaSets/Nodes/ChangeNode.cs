using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Criteria.CriteriaSets.Nodes;

/// <summary>Changes what an officer typed for a node; the sums above follow.</summary>
public static class ChangeNode
{
    public sealed record Request(
        [property: Required, StringLength(40)] string Code,
        [property: Required, StringLength(1000)] string Name,
        [property: Range(0, 10_000, ErrorMessage = "Điểm tối đa từ 0 đến 10.000.")] decimal? MaxPoints,
        LeafContent? Leaf);

    public static Task<Results<Ok<TreeChange>, NotFound>> Handle(
        Guid id, Guid nodeId, Request request, [FromHeader(Name = "If-Match")] string? ifMatch, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken) =>
        TreeChange.MakeAsync(id, ifMatch, user, db, set =>
        {
            set.Change(nodeId, request.Code.Trim().Normalize(), request.Name.Trim().Normalize(), request.MaxPoints, request.Leaf);
            return (nodeId, null);
        }, cancellationToken);
}
