using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Starts a draft from any set, such as last year's.</summary>
public static class CopyCriteriaSet
{
    public sealed record Request(
        [property: Required, RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "Mã gồm chữ không dấu, số và gạch nối, tối đa 40 ký tự.")] string Code,
        [property: Required, StringLength(300)] string Name,
        [property: Range(2000, 2100)] int Year);

    public sealed record Response(Guid Id);

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.AsNoTracking().ReadableBy(user).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (set is null)
        {
            return TypedResults.NotFound();
        }

        var owner = await db.OwnerOfNewSetAsync(user, user.CanWrite(set.OwnerUnitId) ? set.OwnerUnitId : null, cancellationToken);
        await db.RequireFreeCodeAsync(request.Code, cancellationToken);
        var draft = set.Clone(request.Code, request.Name.Trim().Normalize(), request.Year, owner, clock.GetUtcNow());
        db.CriteriaSets.Add(draft);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Created($"/api/criteria/sets/{draft.Id}", new Response(draft.Id));
    }
}
