using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Changes what stands above the tree of a draft: name, year, decision.</summary>
public static class ChangeCriteriaSet
{
    public sealed record DecisionRequest(
        [property: Required, StringLength(100)] string Number, DateOnly Date, [property: Required, StringLength(300)] string Issuer)
    {
        internal Decision ToDecision() => new(Number.Trim().Normalize(), Date, Issuer.Trim().Normalize());
    }

    public sealed record Request(
        [property: Required, StringLength(300)] string Name,
        [property: Range(2000, 2100)] int Year,
        bool IsFramework,
        DecisionRequest? Decision,
        [property: StringLength(1000)] string? Reason);

    public sealed record Response(Guid Id, uint Revision);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Request request, [FromHeader(Name = "If-Match")] string? ifMatch, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.WritableBy(user).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (set is null)
        {
            return TypedResults.NotFound();
        }

        set.RequireRevision(ifMatch);
        set.Describe(request.Name.Trim().Normalize(), request.Year, request.IsFramework, request.Decision?.ToDecision(), request.Reason?.Trim().Normalize());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new Response(set.Id, set.RowVersion));
    }
}
