using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>A draft without criteria, to be written in the tree editor.</summary>
public static class CreateBlankSet
{
    public sealed record Request(
        [property: Required, RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "Mã gồm chữ không dấu, số và gạch nối, tối đa 40 ký tự.")] string Code,
        [property: Required, StringLength(300)] string Name,
        [property: Range(2000, 2100)] int Year,
        Guid? OwnerUnitId,
        bool IsFramework);

    public sealed record Response(Guid Id);

    public static async Task<Created<Response>> Handle(Request request, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var owner = await db.OwnerOfNewSetAsync(user, request.OwnerUnitId, cancellationToken);
        await db.RequireFreeCodeAsync(request.Code, cancellationToken);
        var set = CriteriaSet.Draft(request.Code, request.Name.Trim().Normalize(), request.Year, [], clock.GetUtcNow(), owner, request.IsFramework);
        db.CriteriaSets.Add(set);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Created($"/api/criteria/sets/{set.Id}", new Response(set.Id));
    }
}
