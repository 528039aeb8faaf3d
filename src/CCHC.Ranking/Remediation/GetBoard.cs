using CCHC.Ranking.Data;
using CCHC.Ranking.Remediation.Items;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation;

/// <summary>How far the plan is, by unit and by lead.</summary>
public static class GetBoard
{
    /// <param name="Code">Null for a lead that is only known by name.</param>
    /// <param name="Name">Of the unit or lead.</param>
    /// <param name="Items">All.</param>
    /// <param name="NotStarted">By state.</param>
    /// <param name="InProgress">By state.</param>
    /// <param name="Done">Reported, not yet confirmed.</param>
    /// <param name="Confirmed">By state.</param>
    /// <param name="Overdue">Neither done nor confirmed after the due date.</param>
    /// <param name="Lost">Points.</param>
    /// <param name="Regained">Points, as units report.</param>
    public sealed record Row(string? Code, string Name, int Items, int NotStarted, int InProgress, int Done, int Confirmed, int Overdue, decimal Lost, decimal Regained);

    public sealed record Response(Guid Id, Row Total, IReadOnlyList<Row> Units, IReadOnlyList<Row> Leads);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindPlanAsync(id, user, Permissions.ReadPlans, cancellationToken) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var today = clock.Today();
        var items = await db.RemediationItems.AsNoTracking().Where(item => item.PlanId == id).OrderBy(item => item.Position).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(
            id, RowOf(null, plan.CampaignName, items, today),
            [.. items.GroupBy(item => (item.UnitCode, item.UnitName)).Select(unit => RowOf(unit.Key.UnitCode, unit.Key.UnitName, [.. unit], today))],
            [.. items.Where(item => item.LeadName is not null).GroupBy(item => (item.LeadCode, item.LeadName)).Select(lead => RowOf(lead.Key.LeadCode, lead.Key.LeadName!, [.. lead], today))]));
    }

    private static Row RowOf(string? code, string name, List<RemediationItem> items, DateOnly today) => new(
        code, name, items.Count, items.Count(item => item.State == ItemState.NotStarted), items.Count(item => item.State == ItemState.InProgress), items.Count(item => item.State == ItemState.Done),
        items.Count(item => item.State == ItemState.Confirmed), items.Count(item => item.IsOverdue(today)), items.Sum(item => item.Lost), items.Sum(item => item.ReportedPoints - item.Points));
}
