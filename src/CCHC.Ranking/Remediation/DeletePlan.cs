using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Remediation;

/// <summary>Takes a draft away, so that another may be drawn up, such as one with survey leaves.</summary>
public static class DeletePlan
{
    public static async Task<Results<NoContent, NotFound>> Handle(Guid id, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.LockPlanAsync(id, user, Permissions.MakePlans, cancellationToken) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        plan.RequireDraft(clock.Today());
        db.RemediationPlans.Remove(plan);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
