using CCHC.Criteria.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Makes a draft immutable; campaigns may use it from now on. They carry the set to the other services when they open.</summary>
public static class PublishCriteriaSet
{
    public sealed record Response(Guid Id, CriteriaSetStatus Status, DateTimeOffset PublishedAt);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (set is null)
        {
            return TypedResults.NotFound();
        }

        set.Publish(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new Response(set.Id, set.Status, set.PublishedAt!.Value));
    }
}
