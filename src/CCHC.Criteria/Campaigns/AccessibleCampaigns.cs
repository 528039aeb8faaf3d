using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

/// <summary>Which campaigns a person may see or run; what is filtered out is not found.</summary>
internal static class AccessibleCampaigns
{
    private static readonly string[] Overseers =
        [Roles.HomeAffairs, Roles.Leader, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary, Roles.Appraiser, Roles.Enumerator];

    /// <summary>Campaigns of the government that the person works for as home affairs.</summary>
    public static IQueryable<Campaign> ManagedBy(this IQueryable<Campaign> campaigns, CurrentUser user)
    {
        var areas = user.Areas(Permissions.RunCampaigns);
        return areas is null ? campaigns : campaigns.Where(campaign => campaign.OwnerUnitId != null && areas.Contains(campaign.OwnerUnitId.Value));
    }

    /// <summary>Campaigns of the government that the person works for in any role; drafts for home affairs only.</summary>
    public static IQueryable<Campaign> OverseenBy(this IQueryable<Campaign> campaigns, CurrentUser user)
    {
        var (managed, overseen) = (user.Areas(Permissions.RunCampaigns), user.Areas(Overseers));
        return campaigns.Where(campaign =>
            managed == null || (campaign.OwnerUnitId != null && managed.Contains(campaign.OwnerUnitId.Value))
            || (campaign.Phase != CampaignPhase.Draft && (overseen == null || (campaign.OwnerUnitId != null && overseen.Contains(campaign.OwnerUnitId.Value)))));
    }

    /// <summary>Those and, once they are open, campaigns in which a unit of the person has a part.</summary>
    public static IQueryable<Campaign> VisibleTo(this IQueryable<Campaign> campaigns, CurrentUser user)
    {
        var (managed, overseen) = (user.Areas(Permissions.RunCampaigns), user.Areas(Overseers));
        var units = user.UnitIds(Roles.UnitOfficer, Roles.UnitHead);
        return campaigns.Where(campaign =>
            managed == null || (campaign.OwnerUnitId != null && managed.Contains(campaign.OwnerUnitId.Value))
            || (campaign.Phase != CampaignPhase.Draft
                && (overseen == null || (campaign.OwnerUnitId != null && overseen.Contains(campaign.OwnerUnitId.Value))
                    || campaign.ParticipantUnitIds.Any(unit => units.Contains(unit)))));
    }

    /// <summary>With everything its rules look at.</summary>
    public static IQueryable<Campaign> Whole(this IQueryable<Campaign> campaigns) =>
        campaigns.Include(campaign => campaign.Groups).ThenInclude(group => group.CriteriaSet).WithDeadlines();

    /// <summary>With units, calendar and plan, but without the sets, whose thousand criteria say nothing of when something is due.</summary>
    public static IQueryable<Campaign> WithDeadlines(this IQueryable<Campaign> campaigns) => campaigns
        .Include(campaign => campaign.Calendar).Include(campaign => campaign.Extensions).Include(campaign => campaign.PlanSteps)
        .AsSplitQuery();

    /// <summary>With its plan alone: a plan knows neither units nor criteria.</summary>
    public static IQueryable<Campaign> WithPlan(this IQueryable<Campaign> campaigns) => campaigns.IgnoreAutoIncludes().Include(campaign => campaign.PlanSteps);

    /// <summary>The campaign with everything its rules look at, null unless the caller runs it.</summary>
    public static Task<Campaign?> FindManagedCampaignAsync(this CriteriaDbContext db, Guid id, CurrentUser user, CancellationToken cancellationToken) =>
        db.Campaigns.ManagedBy(user).Whole().SingleOrDefaultAsync(campaign => campaign.Id == id, cancellationToken);
}
