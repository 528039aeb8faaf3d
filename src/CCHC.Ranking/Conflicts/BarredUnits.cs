using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Conflicts;

internal static class BarredUnits
{
    /// <summary>
    /// Units of which the caller is shown nothing before publication: those with which it has a conflict of interest, and its own unit for people of
    /// the council alone; offices that run, audit or approve the campaign see that of their own.
    /// </summary>
    public static async Task<IReadOnlySet<Guid>> BarredForAsync(this RankingDbContext db, Campaign campaign, CurrentUser user, CancellationToken cancellationToken)
    {
        var barred = (await db.Conflicts.Where(conflict => conflict.CampaignId == campaign.Id && conflict.UserId == user.Id).Select(conflict => conflict.UnitId).ToListAsync(cancellationToken)).ToHashSet();
        if (!user.Covers(campaign.OwnerUnitId, Roles.HomeAffairs, Roles.Leader, Roles.Auditor))
        {
            barred.UnionWith(user.UnitIds(Roles.UnitOfficer, Roles.UnitHead));
        }

        return barred;
    }

    /// <summary>The unit, unless nothing of it is shown to the caller. Where there is no such unit as much is asked of the database: time is not to tell one from the other.</summary>
    public static async Task<(CampaignGroup Group, CampaignUnit Unit)?> FindShownUnitAsync(
        this RankingDbContext db, Campaign campaign, string unitCode, CurrentUser user, CancellationToken cancellationToken)
    {
        var barred = await db.BarredForAsync(campaign, user, cancellationToken);
        return campaign.FindUnit(unitCode) is var (group, unit) && !barred.Contains(unit.UnitId) ? (group, unit) : null;
    }
}
