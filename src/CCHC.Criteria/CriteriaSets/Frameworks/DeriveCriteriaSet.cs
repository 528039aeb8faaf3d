using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets.Frameworks;

/// <summary>An owner below the framework's starts its own set.</summary>
public static class DeriveCriteriaSet
{
    public sealed record Request(
        [property: Required, RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "Mã gồm chữ không dấu, số và gạch nối, tối đa 40 ký tự.")] string Code,
        [property: Required, StringLength(300)] string Name,
        Guid OwnerUnitId);

    public sealed record Response(Guid Id);

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.AsNoTracking().ReadableBy(user).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (set is null)
        {
            return TypedResults.NotFound();
        }

        var owner = await db.OwnerOfNewSetAsync(user, request.OwnerUnitId, cancellationToken);
        await db.RequireFreeCodeAsync(request.Code, cancellationToken);
        var draft = set.Derive(request.Code, request.Name.Trim().Normalize(), owner!.Value, clock.GetUtcNow());
        db.CriteriaSets.Add(draft);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Created($"/api/criteria/sets/{draft.Id}", new Response(draft.Id));
    }
}
