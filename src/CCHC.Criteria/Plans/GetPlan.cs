using CCHC.Criteria.Calendars;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Plans;

/// <summary>The plan of a campaign in its order, each step with how it stands today.</summary>
public static class GetPlan
{
    public sealed record FileItem(Guid Id, string Name, int Size);

    public sealed record StepItem(
        Guid Id, int Position, string Name, Guid? LeadUnitId, string LeadName, string Coordinators, DateOnly? DueOn, string? DueText, string Product, string State,
        DateOnly? DoneOn, string? DoneNote, int? DaysLeft, IReadOnlyList<FileItem> Files);

    public sealed record Response(string? Number, DateOnly? IssuedOn, IReadOnlyList<StepItem> Steps);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().VisibleTo(user).IgnoreAutoIncludes().Include(x => x.PlanSteps).ThenInclude(step => step.Files)
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (campaign is null)
        {
            return TypedResults.NotFound();
        }

        var now = clock.GetUtcNow();
        return TypedResults.Ok(new Response(
            campaign.PlanNumber, campaign.PlanIssuedOn, [.. campaign.PlanSteps.OrderBy(step => step.Position).Select(step => ToItem(step, now))]));
    }

    internal static StepItem ToItem(PlanStep step, DateTimeOffset now) => new(
        step.Id, step.Position, step.Name, step.LeadUnitId, step.LeadName, step.Coordinators, step.DueOn, step.DueText, step.Product, step.StateOn(now), step.DoneOn,
        step.DoneNote, step.DueOn?.DayNumber - VietnamTime.DateOf(now).DayNumber,
        [.. step.Files.OrderBy(file => file.Id).Select(file => new FileItem(file.Id, file.Name, file.Size))]);
}
