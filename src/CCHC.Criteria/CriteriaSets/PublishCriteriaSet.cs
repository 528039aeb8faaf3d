using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Makes a draft immutable; campaigns may use it from now on. They carry the set to the other services when they open.</summary>
public static class PublishCriteriaSet
{
    public sealed record Request(ChangeCriteriaSet.DecisionRequest? Decision, [property: StringLength(1000)] string? Reason);

    public sealed record Response(Guid Id, CriteriaSetStatus Status, DateTimeOffset PublishedAt);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Request? request, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.WritableBy(user).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (set is null)
        {
            return TypedResults.NotFound();
        }

        var corrected = await db.CriteriaSets.IgnoreAutoIncludes().SingleOrDefaultAsync(x => x.Id == set.CorrectsId, cancellationToken);
        set.Publish(request?.Decision?.ToDecision(), request?.Reason?.Trim().Normalize(), corrected, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new Response(set.Id, set.Status, set.PublishedAt!.Value));
    }
}
