using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Criteria.CriteriaSets.Nodes;

/// <summary>Stores the examples of a leaf; a wrong one stops the publication.</summary>
public static class KeepExamples
{
    public sealed record Item([property: Required] LeafData Data, decimal? ExpectedPoints, [property: StringLength(500)] string? Note);

    public sealed record Request([property: MaxLength(50, ErrorMessage = "Mỗi tiêu chí có nhiều nhất 50 ví dụ.")] IReadOnlyList<Item> Examples);

    public static Task<Results<Ok<TreeChange>, NotFound>> Handle(
        Guid id, Guid nodeId, Request request, [FromHeader(Name = "If-Match")] string? ifMatch, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken) =>
        TreeChange.MakeAsync(id, ifMatch, user, db, set =>
        {
            set.KeepExamples(nodeId, [.. request.Examples.Select(item => new RuleExample(Guid.CreateVersion7(), item.Data, item.ExpectedPoints, item.Note?.Trim().Normalize()))]);
            return (nodeId, null);
        }, cancellationToken);
}
