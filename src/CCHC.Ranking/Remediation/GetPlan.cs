using CCHC.Ranking.Data;
using CCHC.Ranking.Remediation.Items;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation;

/// <summary>What the plan is, how far it is, and by what its items may be chosen.</summary>
public static class GetPlan
{
    /// <param name="Unready">Items that lack a measure, a lead or a due date.</param>
    /// <param name="Waiting">Items reported as done that home affairs has not looked at.</param>
    /// <param name="MayEdit">The caller makes the plan.</param>
    /// <param name="MayApprove">The caller approves it.</param>
    public sealed record Response(
        Guid Id, string Campaign, string CampaignName, int ResultYear, int Year, PlanState State, bool Imported, bool IncludesSurvey, DateOnly LastDay, DateTimeOffset CreatedAt, string CreatedBy,
        DateTimeOffset? ApprovedAt, string? ApprovedBy, int Kept, int Items, int Unready, int Done, int Overdue, int Waiting, decimal Lost, bool MayEdit, bool MayApprove,
        IReadOnlyList<Unit> Units, IReadOnlyList<Lead> Leads, IReadOnlyList<Criterion> Criteria);

    public sealed record Unit(string Code, string Name, string Group, int? Rank, decimal? Index, string? Class, int Kept, int Items);

    public sealed record Lead(string Name, int Items);

    public sealed record Criterion(string Code, string Name, int Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.RemediationPlans.AsNoTracking().Include(x => x.Units).ReachedBy(user, Permissions.ReadPlans).SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var today = clock.Today();
        var items = await db.RemediationItems.AsNoTracking().Where(item => item.PlanId == id).OrderBy(item => item.Position).ToListAsync(cancellationToken);
        var byUnit = items.CountBy(item => item.UnitCode, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var units = plan.Units.OrderBy(unit => unit.Position).Select(unit => new Unit(
            unit.UnitCode, unit.UnitName, unit.GroupCode, unit.Rank, unit.Index, unit.Class, plan.Group(unit.GroupCode).Kept(unit).Count(), byUnit.GetValueOrDefault(unit.UnitCode))).ToList();
        return TypedResults.Ok(new Response(
            plan.Id, plan.CampaignCode, plan.CampaignName, plan.ResultYear, plan.Year, plan.StateOn(today), plan.Imported, plan.IncludesSurvey, plan.LastDay, plan.CreatedAt, plan.CreatedBy,
            plan.ApprovedAt, plan.ApprovedBy, units.Sum(unit => unit.Kept), items.Count, items.Count(item => item.Gap() is not null),
            items.Count(item => item.State is ItemState.Done or ItemState.Confirmed), plan.ApprovedAt is null ? 0 : items.Count(item => item.IsOverdue(today)),
            items.Count(item => item.State == ItemState.Done), items.Sum(item => item.Lost), user.Covers(plan.OwnerUnitId, Permissions.MakePlans), user.Covers(plan.OwnerUnitId, Permissions.ApprovePlans), units,
            [.. items.Where(item => item.LeadName is not null).CountBy(item => item.LeadName!, StringComparer.Ordinal).Select(lead => new Lead(lead.Key, lead.Value))],
            [.. items.GroupBy(item => item.CriterionCode, StringComparer.Ordinal).Select(criterion => new Criterion(criterion.Key, criterion.First().CriterionName, criterion.Count()))]));
    }
}
