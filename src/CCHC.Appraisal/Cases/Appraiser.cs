using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Cases;

/// <summary>
/// What the caller may see and judge: the fields assigned to it, never the case of a unit for which it holds a role itself, nor a leaf that such a
/// unit answers for another.
/// </summary>
/// <param name="Id">The caller, where it is an appraiser at all.</param>
/// <param name="Name">As shown beside its decisions.</param>
/// <param name="OwnUnits">Units for which it holds a role.</param>
/// <param name="Areas">Owners whose campaigns it oversees; null for all.</param>
public sealed record Appraiser(Guid Id, string Name, IReadOnlyList<Guid> OwnUnits, IReadOnlyList<Guid>? Areas)
{
    public static Appraiser From(CurrentUser user) => new(
        user.IsInRole(Roles.Appraiser) ? user.Id : Guid.Empty, user.DisplayName, user.UnitIds(Roles.UnitOfficer, Roles.UnitHead),
        user.Areas(Roles.HomeAffairs, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary));

    /// <summary>Leaves of the fields assigned to the caller, in every campaign and group.</summary>
    public IQueryable<CampaignLeaf> Leaves(AppraisalDbContext db) =>
        from leaf in db.CampaignLeaves
        where db.AssignedFields.Any(field =>
                field.UserId == Id && field.CampaignId == leaf.CampaignId && field.GroupCode == leaf.GroupCode && field.FieldCode == leaf.FieldCode)
            && (leaf.ResponsibleUnitId == null || !OwnUnits.Contains(leaf.ResponsibleUnitId.Value))
        select leaf;

    /// <summary>Leaves the caller may read: its own, and all of the campaigns it oversees.</summary>
    public IQueryable<CampaignLeaf> ReadableLeaves(AppraisalDbContext db)
    {
        if (Areas is null)
        {
            return db.CampaignLeaves;
        }

        var mine = Leaves(db);
        return db.CampaignLeaves.Where(leaf =>
            mine.Any(own => own.CampaignId == leaf.CampaignId && own.GroupCode == leaf.GroupCode && own.Code == leaf.Code)
            || db.Campaigns.Any(campaign => campaign.Id == leaf.CampaignId && campaign.OwnerUnitId != null && Areas.Contains(campaign.OwnerUnitId.Value)));
    }

    /// <summary>Cases the caller may read.</summary>
    public IQueryable<AppraisalCase> Cases(AppraisalDbContext db)
    {
        if (Areas is null)
        {
            return db.Cases;
        }

        var leaves = Leaves(db);
        return db.Cases.Where(x =>
            (!OwnUnits.Contains(x.UnitId) && leaves.Any(leaf => leaf.CampaignId == x.CampaignId && leaf.GroupCode == x.GroupCode))
            || db.Campaigns.Any(campaign => campaign.Id == x.CampaignId && campaign.OwnerUnitId != null && Areas.Contains(campaign.OwnerUnitId.Value)));
    }
}
