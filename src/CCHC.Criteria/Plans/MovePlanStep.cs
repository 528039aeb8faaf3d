using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Plans;

/// <summary>Puts a step one place up or down; at the end of the plan nothing moves.</summary>
public static class MovePlanStep
{
    public sealed record Request(string To);

    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, Guid stepId, Request request, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        if (request.To is not ("up" or "down"))
        {
            throw new InvalidInputException("to", "Hướng chuyển là up hoặc down.");
        }

        var campaign = await db.Campaigns.ManagedBy(user).WithPlan().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        var ordered = campaign?.PlanSteps.OrderBy(step => step.Position).ToList() ?? [];
        var index = ordered.FindIndex(step => step.Id == stepId);
        if (index < 0)
        {
            return TypedResults.NotFound();
        }

        var other = index + (request.To == "up" ? -1 : 1);
        if (other >= 0 && other < ordered.Count)
        {
            (ordered[index].Position, ordered[other].Position) = (ordered[other].Position, ordered[index].Position);
            await db.SaveChangesAsync(cancellationToken);
        }

        return TypedResults.NoContent();
    }
}
