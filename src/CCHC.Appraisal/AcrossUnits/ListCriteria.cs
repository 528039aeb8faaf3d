using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.AcrossUnits;

/// <summary>The criteria the caller may read, with how far the units of each are; cases the caller may not read are not counted.</summary>
public static class ListCriteria
{
    /// <param name="Units">Cases in which the criterion is to be judged.</param>
    /// <param name="Appraised">Decided in the case's present round.</param>
    /// <param name="Changed">Decided otherwise than the unit claims.</param>
    public sealed record Item(
        Guid CampaignId, string CampaignName, int Year, bool Practice, string GroupCode, string Code, string Name, string FieldCode, string FieldName, LeafKind Kind, decimal MaxPoints,
        bool Mine, int Units, int Appraised, int Changed);

    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Ok<Response>> Handle(Guid? campaignId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var appraiser = Appraiser.From(user);
        var (mine, cases) = (appraiser.Leaves(db), appraiser.Cases(db));
        var rows = await (
            from leaf in appraiser.ReadableLeaves(db)
            join campaign in db.Campaigns on leaf.CampaignId equals campaign.Id
            join field in db.CampaignFields on new { leaf.CampaignId, leaf.GroupCode, leaf.FieldCode } equals new { field.CampaignId, field.GroupCode, FieldCode = field.Code }
            where (campaignId == null || leaf.CampaignId == campaignId) && cases.Any(x => x.CampaignId == leaf.CampaignId && x.GroupCode == leaf.GroupCode)
            orderby campaign.Year descending, campaign.Name, leaf.GroupCode, leaf.Position
            select new
            {
                Leaf = leaf,
                Campaign = campaign,
                Field = field.Name,
                Mine = mine.Any(own => own.CampaignId == leaf.CampaignId && own.GroupCode == leaf.GroupCode && own.Code == leaf.Code),
                Units = cases.Count(x => x.CampaignId == leaf.CampaignId && x.GroupCode == leaf.GroupCode),
            }).AsNoTracking().ToListAsync(cancellationToken);

        // Self is a document: what differs is told after reading, and of decided leaves only.
        var campaigns = rows.Select(row => row.Campaign.Id).Distinct().ToList();
        var decided = await (
            from x in cases
            where campaigns.Contains(x.CampaignId)
            join leaf in db.CaseLeaves on new { CaseId = x.Id, x.Round } equals new { leaf.CaseId, leaf.Round }
            where leaf.Judgement!.Round == x.Round
            select new { x.CampaignId, x.GroupCode, leaf.LeafCode, leaf.Self, leaf.Judgement!.Points, leaf.Judgement.Applicable }).AsNoTracking().ToListAsync(cancellationToken);
        var counts = decided.GroupBy(x => (x.CampaignId, x.GroupCode, x.LeafCode)).ToDictionary(
            group => group.Key, group => (Appraised: group.Count(), Changed: group.Count(x => x.Self is null || x.Self.Points != x.Points || x.Self.Applicable != x.Applicable)));
        return TypedResults.Ok(new Response(
        [
            .. from row in rows
               let count = counts.GetValueOrDefault((row.Leaf.CampaignId, row.Leaf.GroupCode, row.Leaf.Code))
               select new Item(
                   row.Campaign.Id, row.Campaign.Name, row.Campaign.Year, row.Campaign.Practice, row.Leaf.GroupCode, row.Leaf.Code, row.Leaf.Name, row.Leaf.FieldCode, row.Field,
                   row.Leaf.Kind, row.Leaf.MaxPoints, row.Mine, row.Units, count.Appraised, count.Changed),
        ]));
    }
}
