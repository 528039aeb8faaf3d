using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Persistence;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation;

/// <summary>The plans the caller may read, the newest result first, and for home affairs the published results that have none.</summary>
public static class ListPlans
{
    public sealed record Item(
        Guid Id, string Campaign, string CampaignName, int ResultYear, int Year, PlanState State, bool Imported, int Units, int Items, int Done, int Overdue, DateTimeOffset CreatedAt,
        DateTimeOffset? ApprovedAt);

    /// <param name="Campaign">Code.</param>
    /// <param name="CampaignName">As published.</param>
    /// <param name="Year">Of the result.</param>
    /// <param name="Imported">From a file: there are no reasons of appraisers, and no classes.</param>
    public sealed record Open(string Campaign, string CampaignName, int Year, bool Imported);

    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize, IReadOnlyList<Open> WithoutPlan);

    public static async Task<Ok<Response>> Handle(
        int? year, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken,
        [Range(1, 100_000, ErrorMessage = "Số trang phải từ 1 trở lên.")] int page = 1,
        [Range(1, 1_000, ErrorMessage = "Mỗi trang có từ 1 đến 1.000 dòng.")] int pageSize = 50)
    {
        var (now, today) = (clock.GetUtcNow(), clock.Today());
        var plans = db.RemediationPlans.AsNoTracking().ReachedBy(user, Permissions.ReadPlans).Where(plan => year == null || plan.ResultYear == year);
        var total = await plans.CountAsync(cancellationToken);
        var rows = await plans.OrderByDescending(plan => plan.ResultYear).ThenBy(plan => plan.CampaignCode).Page(page, pageSize)
            .Select(plan => new
            {
                Plan = plan,
                Units = db.PlanUnits.Count(unit => unit.PlanId == plan.Id),
                Items = db.RemediationItems.Count(item => item.PlanId == plan.Id),
                Done = db.RemediationItems.Count(item => item.PlanId == plan.Id && (item.State == Items.ItemState.Done || item.State == Items.ItemState.Confirmed)),
                Overdue = db.RemediationItems.Count(item =>
                    item.PlanId == plan.Id && item.DueOn < today && (item.State == Items.ItemState.NotStarted || item.State == Items.ItemState.InProgress)),
            }).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(
            [
                .. rows.Select(row => new Item(
                    row.Plan.Id, row.Plan.CampaignCode, row.Plan.CampaignName, row.Plan.ResultYear, row.Plan.Year, row.Plan.StateOn(today), row.Plan.Imported, row.Units, row.Items, row.Done,
                    row.Plan.ApprovedAt is null ? 0 : row.Overdue, row.Plan.CreatedAt, row.Plan.ApprovedAt)),
            ],
            total, page, pageSize, await WithoutPlanAsync(user, db, now, cancellationToken)));
    }

    private static async Task<IReadOnlyList<Open>> WithoutPlanAsync(CurrentUser user, RankingDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var areas = user.Areas(Permissions.MakePlans);
        return areas is { Count: 0 } ? [] : await (
            from publication in db.CurrentPublications(now)
            where !db.RemediationPlans.Any(plan => plan.CampaignCode == publication.CampaignCode)
            where areas == null || db.Campaigns.Any(campaign => campaign.Id == publication.CampaignId && campaign.OwnerUnitId != null && areas.Contains(campaign.OwnerUnitId.Value))
            orderby publication.Year descending, publication.CampaignCode
            select new Open(publication.CampaignCode, publication.CampaignName, publication.Year, publication.ImportHash != null)).ToListAsync(cancellationToken);
    }
}
