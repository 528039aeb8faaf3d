using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation.Items;

/// <summary>What is due soon or late, for the people who carry it out and for home affairs, and how much waits for a confirmation.</summary>
public static class ListReminders
{
    private const int DaysAhead = 14, Shown = 10;

    public sealed record Item(Guid PlanId, Guid ItemId, string CampaignName, string UnitName, string CriterionCode, string CriterionName, string? LeadName, DateOnly DueOn, bool Overdue);

    /// <param name="Items">The most pressing first, ten at most.</param>
    /// <param name="Total">All that are due within 14 days or late.</param>
    /// <param name="Overdue">Of these, late.</param>
    /// <param name="Waiting">Reported as done and not yet confirmed or returned; for home affairs.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Overdue, int Waiting);

    public static async Task<Ok<Response>> Handle(CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = clock.Today();
        var (until, newYear) = (today.AddDays(DaysAhead), today.Year);
        var running = db.RemediationPlans.Where(plan => plan.ApprovedAt != null && plan.Year >= newYear);
        var run = running.ReachedBy(user, Permissions.MakePlans).Select(plan => plan.Id);

        // A lead that is only known by name has no people here: those of the unit are reminded.
        var mine = (await db.MyItemsAsync(user, cancellationToken)).Select(item => item.Id);
        var ids = user.UnitIds(Permissions.CarryOutPlans).ToArray();
        var codes = ids.Length == 0 ? [] : await db.CodesOfAsync(ids, cancellationToken);
        var due = db.RemediationItems.Where(item => item.DueOn <= until && (item.State == ItemState.NotStarted || item.State == ItemState.InProgress))
            .Where(item => run.Contains(item.PlanId) || (running.Any(plan => plan.Id == item.PlanId) && mine.Contains(item.Id)
                && ((item.LeadUnitId == null && item.LeadCode == null) || (item.LeadUnitId != null && ids.Contains(item.LeadUnitId.Value)) || (item.LeadCode != null && codes.Contains(item.LeadCode)))));
        var items = await due.OrderBy(item => item.DueOn).ThenBy(item => item.PlanId).ThenBy(item => item.Position).Take(Shown)
            .Join(db.RemediationPlans, item => item.PlanId, plan => plan.Id, (item, plan) => new Item(
                item.PlanId, item.Id, plan.CampaignName, item.UnitName, item.CriterionCode, item.CriterionName, item.LeadName, item.DueOn!.Value, item.DueOn < today)).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(
            [.. items.OrderBy(item => item.DueOn).ThenBy(item => item.UnitName, StringComparer.Ordinal)], await due.CountAsync(cancellationToken), await due.CountAsync(item => item.DueOn < today, cancellationToken),
            await db.RemediationItems.CountAsync(item => run.Contains(item.PlanId) && item.State == ItemState.Done, cancellationToken)));
    }
}
