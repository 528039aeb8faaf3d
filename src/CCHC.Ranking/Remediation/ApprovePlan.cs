using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation;

/// <summary>A leader approves the plan, from when on units report and changes need a reason.</summary>
public static class ApprovePlan
{
    public sealed record Response(Guid Id, DateTimeOffset ApprovedAt, string ApprovedBy);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.LockPlanAsync(id, user, Permissions.ApprovePlans, cancellationToken) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var unready = await db.RemediationItems.AsNoTracking()
            .Where(item => item.PlanId == id && (item.Measure == null || item.LeadName == null || item.DueOn == null)).OrderBy(item => item.Position).ToListAsync(cancellationToken);
        plan.Approve([.. unready.Select(item => item.Gap()).OfType<string>()], user.DisplayName, clock.Today(), clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(plan.Id, plan.ApprovedAt!.Value, plan.ApprovedBy!));
    }
}
