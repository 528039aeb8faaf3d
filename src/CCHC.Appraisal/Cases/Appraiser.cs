using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Conflicts;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Appraisal.Cases;

/// <summary>
/// What the caller may see and judge; every view, count, file and bulk action asks here. A conflict of interest (<see cref="Conflict"/>, or a role in
/// the unit) hides the case; only the offices that run and audit the campaign read the case of their own unit.
/// </summary>
/// <param name="Id">The caller, where it is an appraiser at all.</param>
/// <param name="UserId">The caller, whatever its roles.</param>
/// <param name="Name">As shown beside its decisions.</param>
/// <param name="OwnUnits">Units for which it holds a role.</param>
/// <param name="Areas">Owners whose campaigns its office runs or audits; null for all.</param>
/// <param name="CouncilAreas">Owners whose councils it leads or serves as secretary; null for all.</param>
public sealed record Appraiser(Guid Id, Guid UserId, string Name, IReadOnlyList<Guid> OwnUnits, IReadOnlyList<Guid>? Areas, IReadOnlyList<Guid>? CouncilAreas)
{
    /// <summary>A leaf of a case that the caller judges.</summary>
    public sealed class Duty
    {
        public required AppraisalCase Case { get; init; }
        public required CampaignLeaf Leaf { get; init; }
    }

    public static Appraiser From(CurrentUser user) => new(
        user.IsInRole(Roles.Appraiser) ? user.Id : Guid.Empty, user.Id, user.DisplayName, user.UnitIds(Roles.UnitOfficer, Roles.UnitHead),
        user.Areas(Roles.HomeAffairs, Roles.Auditor), user.Areas(Roles.CouncilChair, Roles.CouncilSecretary));

    /// <summary>Units with which the caller has a conflict of interest on record.</summary>
    public IQueryable<Conflict> Conflicts(AppraisalDbContext db) => db.Conflicts.Where(conflict => conflict.UserId == UserId && conflict.WithdrawnAt == null);

    /// <summary>Every leaf of every case that was given to the caller, none of a unit it has to do with, nor one that such a unit answers for another.</summary>
    public IQueryable<Duty> Duties(AppraisalDbContext db)
    {
        var conflicts = Conflicts(db);
        return
            from x in db.Cases
            where !OwnUnits.Contains(x.UnitId) && !conflicts.Any(conflict => conflict.CampaignId == x.CampaignId && conflict.UnitId == x.UnitId)
            join leaf in db.CampaignLeaves on new { x.CampaignId, x.GroupCode } equals new { leaf.CampaignId, leaf.GroupCode }
            where db.AssignedFields.Any(field =>
                    field.UserId == Id && field.CampaignId == x.CampaignId && field.GroupCode == x.GroupCode && field.FieldCode == leaf.FieldCode
                    && (field.UnitId == AssignedField.AllUnits || field.UnitId == x.UnitId))
                && (leaf.ResponsibleUnitId == null
                    || (!OwnUnits.Contains(leaf.ResponsibleUnitId.Value) && !conflicts.Any(conflict => conflict.CampaignId == x.CampaignId && conflict.UnitId == leaf.ResponsibleUnitId)))
            select new Duty { Case = x, Leaf = leaf };
    }

    /// <summary>Cases the caller may read.</summary>
    public IQueryable<AppraisalCase> Cases(AppraisalDbContext db)
    {
        var conflicts = Conflicts(db);
        var free = db.Cases.Where(x => !conflicts.Any(conflict => conflict.CampaignId == x.CampaignId && conflict.UnitId == x.UnitId));
        if (Areas is null)
        {
            return free;
        }

        var duties = Duties(db);
        var (everywhere, led) = (CouncilAreas is null, CouncilAreas ?? []);
        return free.Where(x =>
            db.Campaigns.Any(campaign => campaign.Id == x.CampaignId && campaign.OwnerUnitId != null && Areas.Contains(campaign.OwnerUnitId.Value))
            || (!OwnUnits.Contains(x.UnitId)
                && (everywhere
                    || duties.Any(duty => duty.Case.Id == x.Id)
                    || db.Campaigns.Any(campaign => campaign.Id == x.CampaignId && campaign.OwnerUnitId != null && led.Contains(campaign.OwnerUnitId.Value)))));
    }

    /// <summary>Leaves of those cases that the caller may compare across units: its own, and all where it oversees the campaign.</summary>
    public IQueryable<Duty> Readable(AppraisalDbContext db)
    {
        var duties = Duties(db);
        var (everywhere, led) = (Areas is null || CouncilAreas is null, (Areas ?? []).Concat(CouncilAreas ?? []).ToList());
        return
            from x in Cases(db)
            join leaf in db.CampaignLeaves on new { x.CampaignId, x.GroupCode } equals new { leaf.CampaignId, leaf.GroupCode }
            where everywhere
                || duties.Any(duty => duty.Case.Id == x.Id && duty.Leaf.Code == leaf.Code)
                || db.Campaigns.Any(campaign => campaign.Id == x.CampaignId && campaign.OwnerUnitId != null && led.Contains(campaign.OwnerUnitId.Value))
            select new Duty { Case = x, Leaf = leaf };
    }
}
