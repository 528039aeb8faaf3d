using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PhaseWindow = CCHC.Contracts.Criteria.PhaseWindow;

namespace CCHC.Appraisal.Cases;

/// <summary>Every unit of a campaign and how far its appraisal is, those that submitted nothing yet included; those with which the caller has a conflict are left out.</summary>
public static class GetProgress
{
    public enum ProgressStatus
    {
        /// <summary>Nothing was submitted yet.</summary>
        Waiting,
        Open,
        Completed,
    }

    public sealed record Item(
        Guid UnitId, string UnitCode, string UnitName, string GroupCode, int Round, ProgressStatus Status, int Leaves, int Appraised, int Fields, int CompletedFields,
        DateTimeOffset? CompletedAt, bool PhaseOpen, DateTimeOffset? ClosesAt);

    public sealed record Response(IReadOnlyList<Item> Items, int Total, bool Practice, Guid? OwnerUnitId);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid campaignId, CurrentUser user, AppraisalDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(x => x.Id == campaignId, cancellationToken);
        if (campaign is null
            || !user.Covers(campaign.OwnerUnitId, Permissions.FollowProgress))
        {
            return TypedResults.NotFound();
        }

        var fields = await db.CampaignFields.AsNoTracking().Where(field => field.CampaignId == campaignId && field.Leaves > 0)
            .GroupBy(field => field.GroupCode)
            .Select(group => new { GroupCode = group.Key, Fields = group.Count(), Leaves = group.Sum(field => field.Leaves) })
            .ToDictionaryAsync(group => group.GroupCode, cancellationToken);
        var conflicts = Appraiser.From(user).Conflicts(db);
        var rows = await (
            from unit in db.CampaignUnits
            where unit.CampaignId == campaignId && !conflicts.Any(conflict => conflict.CampaignId == campaignId && conflict.UnitId == unit.UnitId)
            join x in db.Cases on new { unit.CampaignId, unit.UnitId } equals new { x.CampaignId, x.UnitId } into cases
            from x in cases.DefaultIfEmpty()
            orderby unit.GroupCode, EF.Functions.Collate(unit.Name, AppraisalDbContext.VietnameseCollation), unit.Code
            select new
            {
                Unit = unit,
                Round = (int?)x.Round,
                Status = (CaseStatus?)x.Status,
                x.CompletedAt,
                Appraised = db.CaseLeaves.Count(leaf => leaf.CaseId == x.Id && leaf.Round == x.Round && leaf.Judgement!.Round == x.Round),
                CompletedFields = db.FieldCompletions.Count(completion => completion.CaseId == x.Id && completion.Round == x.Round),
            }).AsNoTracking().ToListAsync(cancellationToken);

        var now = clock.GetUtcNow();
        PhaseWindow Window(CampaignUnit unit, int? round) => campaign.AppraisalWindow(round ?? campaign.Round, unit.GroupCode, unit.UnitId, now);
        var items = rows.ConvertAll(row => new Item(
            row.Unit.UnitId, row.Unit.Code, row.Unit.Name, row.Unit.GroupCode, row.Round ?? campaign.Round,
            row.Status switch
            {
                null => ProgressStatus.Waiting,
                CaseStatus.Completed => ProgressStatus.Completed,
                _ => ProgressStatus.Open,
            },
            fields.GetValueOrDefault(row.Unit.GroupCode)?.Leaves ?? 0, row.Appraised,
            fields.GetValueOrDefault(row.Unit.GroupCode)?.Fields ?? 0, row.CompletedFields, row.CompletedAt,
            Window(row.Unit, row.Round).Open, Window(row.Unit, row.Round).ClosesAt));
        return TypedResults.Ok(new Response(items, items.Count, campaign.Practice, campaign.OwnerUnitId));
    }
}
