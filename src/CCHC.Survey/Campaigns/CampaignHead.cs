using System.Linq.Expressions;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.Campaigns;

/// <summary>Whose campaign it is and whether it is for practice, without its groups.</summary>
public sealed record CampaignHead(Guid Id, Guid? OwnerUnitId, bool Practice)
{
    public static Expression<Func<Campaign, CampaignHead>> Of { get; } = campaign => new CampaignHead(campaign.Id, campaign.OwnerUnitId, campaign.Practice);
}

/// <summary>Which campaigns a person's roles reach; the others are not found.</summary>
internal static class ReachedCampaigns
{
    public static IQueryable<Campaign> ReachedBy(this IQueryable<Campaign> campaigns, CurrentUser user, Permission permission)
    {
        var areas = user.Areas(permission);
        return areas is null ? campaigns : campaigns.Where(campaign => campaign.OwnerUnitId != null && areas.Contains(campaign.OwnerUnitId.Value));
    }

    public static Task<CampaignHead?> FindHeadAsync(this IQueryable<Campaign> campaigns, Guid id, CancellationToken cancellationToken) =>
        campaigns.Where(campaign => campaign.Id == id).Select(CampaignHead.Of).SingleOrDefaultAsync(cancellationToken);
}
