using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Criteria.CriteriaSets.Nodes;

/// <summary>Makes a leaf a parent of several leaves that share its points exactly.</summary>
public static class SplitNode
{
    public sealed record Request([property: MinLength(2, ErrorMessage = "Tách thành ít nhất hai tiêu chí."), MaxLength(20, ErrorMessage = "Tách thành nhiều nhất 20 tiêu chí.")] IReadOnlyList<string> Names);

    public static Task<Results<Ok<TreeChange>, NotFound>> Handle(
        Guid id, Guid nodeId, Request request, [FromHeader(Name = "If-Match")] string? ifMatch, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken) =>
        TreeChange.MakeAsync(id, ifMatch, user, db, set =>
        {
            var names = request.Names.Select(name => name.Trim().Normalize()).ToList();
            return names.TrueForAll(name => name.Length is > 0 and <= 1000)
                ? (set.Split(nodeId, names).Id, null)
                : throw new InvalidInputException("names", "Mỗi tiêu chí mới phải có tên, tối đa 1.000 ký tự.");
        }, cancellationToken);
}
