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
        var (duties, readable) = (appraiser.Duties(db), appraiser.Readable(db).Where(duty => campaignId == null || duty.Case.CampaignId == campaignId));
        var units = await readable.GroupBy(duty => new { duty.Leaf.CampaignId, duty.Leaf.GroupCode, duty.Leaf.Code }).Select(leaf => new { leaf.Key, Units = leaf.Count() })
            .ToDictionaryAsync(leaf => (leaf.Key.CampaignId, leaf.Key.GroupCode, leaf.Key.Code), leaf => leaf.Units, cancellationToken);
        var campaigns = units.Keys.Select(leaf => leaf.CampaignId).Distinct().ToList();
        var mine = (await duties.Where(duty => campaigns.Contains(duty.Case.CampaignId)).Select(duty => new { duty.Leaf.CampaignId, duty.Leaf.GroupCode, duty.Leaf.Code }).Distinct()
            .ToListAsync(cancellationToken)).Select(leaf => (leaf.CampaignId, leaf.GroupCode, leaf.Code)).ToHashSet();
        var rows = await (
            from leaf in db.CampaignLeaves
            where campaigns.Contains(leaf.CampaignId)
            join campaign in db.Campaigns on leaf.CampaignId equals campaign.Id
            join field in db.CampaignFields on new { leaf.CampaignId, leaf.GroupCode, leaf.FieldCode } equals new { field.CampaignId, field.GroupCode, FieldCode = field.Code }
            orderby campaign.Year descending, campaign.Name, leaf.GroupCode, leaf.Position
            select new { Leaf = leaf, Campaign = campaign, Field = field.Name }).AsNoTracking().ToListAsync(cancellationToken);

        // Self is a document: what differs is told after reading, and of decided leaves only.
        var decided = await (
            from duty in readable
            let x = duty.Case
            join leaf in db.CaseLeaves on new { CaseId = x.Id, x.Round, LeafCode = duty.Leaf.Code } equals new { leaf.CaseId, leaf.Round, leaf.LeafCode }
            where leaf.Judgement!.Round == x.Round
            select new { x.CampaignId, x.GroupCode, leaf.LeafCode, leaf.Self, leaf.Judgement!.Points, leaf.Judgement.Applicable }).AsNoTracking().ToListAsync(cancellationToken);
        var counts = decided.GroupBy(x => (x.CampaignId, x.GroupCode, x.LeafCode)).ToDictionary(
            group => group.Key, group => (Appraised: group.Count(), Changed: group.Count(x => x.Self is null || x.Self.Points != x.Points || x.Self.Applicable != x.Applicable)));
        return TypedResults.Ok(new Response(
        [
            .. from row in rows
               let key = (row.Leaf.CampaignId, row.Leaf.GroupCode, row.Leaf.Code)
               where units.ContainsKey(key)
               let count = counts.GetValueOrDefault(key)
               select new Item(
                   row.Campaign.Id, row.Campaign.Name, row.Campaign.Year, row.Campaign.Practice, row.Leaf.GroupCode, row.Leaf.Code, row.Leaf.Name, row.Leaf.FieldCode, row.Field,
                   row.Leaf.Kind, row.Leaf.MaxPoints, mine.Contains(key), units[key], count.Appraised, count.Changed),
        ]));
    }
}
