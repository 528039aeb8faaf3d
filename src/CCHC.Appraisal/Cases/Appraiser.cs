using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Cases;

/// <summary>What the caller may see and judge: the fields assigned to it, never the case of a unit for which it holds a role itself.</summary>
public sealed record Appraiser(Guid Id, string Name, IReadOnlyList<Guid> OwnUnits, bool SeesAll)
{
    private static readonly string[] AllSeeing = [Roles.HomeAffairs, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary];

    public static Appraiser From(CurrentUser user) => new(
        user.IsInRole(Roles.Appraiser) ? user.Id : Guid.Empty, user.DisplayName, user.UnitIds(Roles.UnitOfficer, Roles.UnitHead), AllSeeing.Any(user.IsInRole));

    /// <summary>Leaves of the fields assigned to the caller, in every campaign and group.</summary>
    public IQueryable<CampaignLeaf> Leaves(AppraisalDbContext db) =>
        from leaf in db.CampaignLeaves
        where db.AssignedFields.Any(field =>
            field.UserId == Id && field.CampaignId == leaf.CampaignId && field.GroupCode == leaf.GroupCode && field.FieldCode == leaf.FieldCode)
        select leaf;

    /// <summary>Cases the caller may read.</summary>
    public IQueryable<AppraisalCase> Cases(AppraisalDbContext db)
    {
        if (SeesAll)
        {
            return db.Cases;
        }

        var leaves = Leaves(db);
        return db.Cases.Where(x =>
            !OwnUnits.Contains(x.UnitId) && leaves.Any(leaf => leaf.CampaignId == x.CampaignId && leaf.GroupCode == x.GroupCode));
    }
}
