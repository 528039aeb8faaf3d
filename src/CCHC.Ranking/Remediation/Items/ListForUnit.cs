using CCHC.Ranking.Data;
using CCHC.Ranking.Standings;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation.Items;

/// <summary>What was planned and done about the points that one unit lost in one year, by criterion; for whoever fills in or reads the next year's sheet.</summary>
public static class ListForUnit
{
    public sealed record Item(
        Guid Id, string CriterionCode, string CriterionName, decimal MaxPoints, decimal Points, decimal TargetPoints, string? Measure, string? LeadName, DateOnly? DueOn, ItemState State, int Percent,
        string? LastReport, DateTimeOffset? LastReportAt);

    public sealed record Response(Guid PlanId, string Campaign, int Year, string UnitCode, string UnitName, IReadOnlyList<Item> Items);

    /// <param name="unitCode">As published then.</param>
    /// <param name="year">Of the result; null for any.</param>
    /// <param name="campaign">Its code, where a unit was measured twice in a year; among several the newest plan counts.</param>
    /// <param name="user">Of the unit, of one that it lives on in, or staff of the government that owns the campaign.</param>
    /// <param name="db">The database.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string unitCode, int? year, string? campaign, CurrentUser user, RankingDbContext db, CancellationToken cancellationToken)
    {
        var ids = user.UnitIds(Permissions.CarryOutPlans).ToArray();
        var codes = ids.Length == 0 ? [] : await db.CodesOfAsync(ids, cancellationToken);
        var own = codes.Contains(unitCode, StringComparer.Ordinal);
        var plans = own ? db.RemediationPlans : db.RemediationPlans.ReachedBy(user, Permissions.ReadStandings);
        var found = await (
            from plan in plans.AsNoTracking()
            where (year == null || plan.ResultYear == year) && plan.ApprovedAt != null && (campaign == null || plan.CampaignCode == campaign)
            join unit in db.PlanUnits on plan.Id equals unit.PlanId
            where unit.UnitCode == unitCode
            orderby plan.CreatedAt descending
            select new { plan.Id, plan.CampaignCode, plan.ResultYear, unit.UnitName }).FirstOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return TypedResults.NotFound();
        }

        var items = await db.RemediationItems.AsNoTracking().Where(item => item.PlanId == found.Id && item.UnitCode == unitCode).OrderBy(item => item.Position)
            .Select(item => new Item(
                item.Id, item.CriterionCode, item.CriterionName, item.MaxPoints, item.Points, item.TargetPoints, item.Measure, item.LeadName, item.DueOn, item.State, item.Percent, item.LastReport, item.LastReportAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(found.Id, found.CampaignCode, found.ResultYear, unitCode, found.UnitName, items));
    }
}
