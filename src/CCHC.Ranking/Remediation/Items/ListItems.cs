using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Persistence;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation.Items;

/// <summary>Annex 2: the items of a plan for those who read it as a whole, and those of one's own units, of one plan or of all.</summary>
public static class ListItems
{
    /// <param name="Overdue">Neither done nor confirmed after the due date, in an approved plan.</param>
    /// <param name="LeadKnown">The lead's people have accounts; else those of the unit report.</param>
    public sealed record Item(
        Guid Id, Guid PlanId, string CampaignName, int ResultYear, PlanState PlanState, string UnitCode, string UnitName, string CriterionCode, string CriterionName, string FieldCode, string FieldName,
        decimal MaxPoints, decimal Points, decimal Lost, string? Reason, string? Measure, string? LeadCode, string? LeadName, bool LeadKnown, IReadOnlyList<string> CoOrdinators, DateOnly? DueOn,
        decimal TargetPoints, ItemState State, int Percent, decimal? ExpectedPoints, bool Overdue, string? LastReport, DateTimeOffset? LastReportAt, int Revision)
    {
        internal static Item Of(RemediationItem item, RemediationPlan plan, DateOnly today) => new(
            item.Id, item.PlanId, plan.CampaignName, plan.ResultYear, plan.StateOn(today), item.UnitCode, item.UnitName, item.CriterionCode, item.CriterionName, item.FieldCode, item.FieldName,
            item.MaxPoints, item.Points, item.Lost, item.Reason, item.Measure, item.LeadCode, item.LeadName, item.LeadUnitId is not null || item.LeadCode is not null, item.CoOrdinators, item.DueOn,
            item.TargetPoints, item.State, item.Percent, item.ExpectedPoints, plan.ApprovedAt is not null && item.IsOverdue(today), item.LastReport, item.LastReportAt, item.Revision);
    }

    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize);

    public static async Task<Results<Ok<Response>, NotFound>> OfPlan(
        Guid id, [AsParameters] Filter filter, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindPlanAsync(id, user, Permissions.ReadPlans, cancellationToken) is not null)
        {
            return TypedResults.Ok(await PageAsync(db.RemediationItems.Where(item => item.PlanId == id), filter, db, clock, cancellationToken));
        }

        var mine = (await db.MyItemsAsync(user, cancellationToken)).Where(item => item.PlanId == id);
        return await mine.AnyAsync(cancellationToken) ? TypedResults.Ok(await PageAsync(mine, filter, db, clock, cancellationToken)) : TypedResults.NotFound();
    }

    public static async Task<Ok<Response>> Mine([AsParameters] Filter filter, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        TypedResults.Ok(await PageAsync(await db.MyItemsAsync(user, cancellationToken), filter, db, clock, cancellationToken));

    private static async Task<Response> PageAsync(IQueryable<RemediationItem> items, Filter filter, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var today = clock.Today();
        var (page, pageSize) = (filter.Page ?? 1, filter.PageSize ?? 50);
        items = filter.Apply(items.AsNoTracking(), db, today);
        var total = await items.CountAsync(cancellationToken);
        var rows = await filter.Sorted(items).Page(page, pageSize).ToListAsync(cancellationToken);
        var planIds = rows.Select(row => row.PlanId).Distinct().ToArray();
        var plans = await db.RemediationPlans.AsNoTracking().Where(plan => planIds.Contains(plan.Id)).ToDictionaryAsync(plan => plan.Id, cancellationToken);
        return new Response([.. rows.Select(row => Item.Of(row, plans[row.PlanId], today))], total, page, pageSize);
    }

    /// <summary>What is asked of a list of items.</summary>
    public sealed class Filter
    {
        /// <summary>Code of the unit that lost the points.</summary>
        public string? Unit { get; set; }

        /// <summary>Code or name.</summary>
        public string? Lead { get; set; }

        public string? Criterion { get; set; }

        /// <summary>A state of an item, or <c>unready</c>: something is missing for the approval.</summary>
        public string? State { get; set; }

        public bool? Overdue { get; set; }

        /// <summary><c>unit</c> (default), <c>lost</c>, <c>due</c> or <c>criterion</c>.</summary>
        public string? Sort { get; set; }

        [Range(1, 100_000, ErrorMessage = "Số trang phải từ 1 trở lên.")]
        public int? Page { get; set; }

        [Range(1, 1_000, ErrorMessage = "Mỗi trang có từ 1 đến 1.000 dòng.")]
        public int? PageSize { get; set; }

        internal IQueryable<RemediationItem> Apply(IQueryable<RemediationItem> items, RankingDbContext db, DateOnly today)
        {
            var (unit, lead, criterion) = (Unit, Lead, Criterion);
            items = items.Where(item =>
                (string.IsNullOrEmpty(unit) || item.UnitCode == unit) && (string.IsNullOrEmpty(lead) || item.LeadCode == lead || item.LeadName == lead)
                && (string.IsNullOrEmpty(criterion) || item.CriterionCode == criterion));
            if (Overdue == true)
            {
                items = items.Where(item => item.DueOn < today && (item.State == ItemState.NotStarted || item.State == ItemState.InProgress)
                    && db.RemediationPlans.Any(plan => plan.Id == item.PlanId && plan.ApprovedAt != null));
            }

            return State switch
            {
                null or "" => items,
                "unready" => items.Where(item => item.Measure == null || item.LeadName == null || item.DueOn == null),
                _ when Enum.TryParse<ItemState>(State, ignoreCase: true, out var state) && Enum.IsDefined(state) => items.Where(item => item.State == state),
                _ => throw new InvalidInputException("state", "Trạng thái là notStarted, inProgress, done, confirmed hoặc unready."),
            };
        }

        internal IQueryable<RemediationItem> Sorted(IQueryable<RemediationItem> items) => Sort switch
        {
            null or "" or "unit" => items.OrderBy(item => item.PlanId).ThenBy(item => item.Position),
            "lost" => items.OrderByDescending(item => item.MaxPoints - item.Points).ThenBy(item => item.PlanId).ThenBy(item => item.Position),
            "due" => items.OrderBy(item => item.DueOn == null).ThenBy(item => item.DueOn).ThenBy(item => item.PlanId).ThenBy(item => item.Position),
            "criterion" => items.OrderBy(item => item.PlanId).ThenBy(item => item.CriterionCode).ThenBy(item => item.Position),
            _ => throw new InvalidInputException("sort", "Sắp xếp theo unit, lost, due hoặc criterion."),
        };
    }
}
