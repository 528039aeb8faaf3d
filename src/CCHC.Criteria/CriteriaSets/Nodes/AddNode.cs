using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Criteria.CriteriaSets.Nodes;

/// <summary>Adds a criterion; its code follows the numbering.</summary>
public static class AddNode
{
    public sealed record Request(Guid? ParentId, Guid? AfterId, [property: Required, StringLength(1000)] string Name);

    public static Task<Results<Ok<TreeChange>, NotFound>> Handle(
        Guid id, Request request, [FromHeader(Name = "If-Match")] string? ifMatch, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken) =>
        TreeChange.MakeAsync(id, ifMatch, user, db, set => (set.Add(request.ParentId, request.AfterId, request.Name.Trim().Normalize()).Id, null), cancellationToken);
}
