using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Creates a draft from a CSV file; all lines or none.</summary>
public static class CreateCriteriaSet
{
    public sealed record Response(Guid Id, string Code, string Name, int Year, int Version, CriteriaSetStatus Status, int Leaves, decimal Total);

    public static async Task<Created<Response>> Handle(
        [FromQuery, Required, RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "Mã gồm chữ không dấu, số và gạch nối, tối đa 40 ký tự.")] string code,
        [FromQuery, Required, StringLength(300)] string name,
        [FromQuery, Range(2000, 2100)] int year,
        [FromQuery] Guid? ownerUnitId,
        Stream body,
        CurrentUser user,
        CriteriaDbContext db,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var owner = await db.OwnerOfNewSetAsync(user, ownerUnitId, cancellationToken);
        await db.RequireFreeCodeAsync(code, cancellationToken);
        var nodes = await CriteriaSetCsv.ReadAsync(body, cancellationToken);
        var duplicates = nodes.GroupBy(node => node.Code, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToArray();
        if (duplicates.Length > 0)
        {
            throw new InvalidInputException("ma", $"Mã tiêu chí dùng nhiều lần: {string.Join(", ", duplicates)}.");
        }

        var set = CriteriaSet.Draft(code, name.Normalize(), year, nodes, clock.GetUtcNow(), owner);
        db.CriteriaSets.Add(set);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Created(
            $"/api/criteria/sets/{set.Id}",
            new Response(set.Id, set.Code, set.Name, set.Year, set.Version, set.Status, set.Nodes.Count(node => node.IsLeaf), set.Total));
    }
}
