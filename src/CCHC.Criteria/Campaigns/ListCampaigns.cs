using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

/// <summary>Campaigns, the latest first; drafts are for home affairs only.</summary>
public static class ListCampaigns
{
    public sealed record GroupItem(string Code, string Name, int UnitCount, Guid CriteriaSetId);

    public sealed record Item(Guid Id, string Code, string Name, int Year, CampaignPhase Phase, int Round, int Rounds, bool SurveyHeld, IReadOnlyList<GroupItem> Groups);

    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Ok<Response>> Handle(CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var seesDrafts = user.IsInRole(Roles.HomeAffairs);
        var items = await db.Campaigns.AsNoTracking()
            .Where(campaign => seesDrafts || campaign.Phase != CampaignPhase.Draft)
            .OrderByDescending(campaign => campaign.Year).ThenByDescending(campaign => campaign.CreatedAt)
            .Select(campaign => new Item(
                campaign.Id, campaign.Code, campaign.Name, campaign.Year, campaign.Phase, campaign.Round, campaign.Rounds, campaign.SurveyHeld,
                campaign.Groups.OrderBy(group => group.Code).Select(group => new GroupItem(group.Code, group.Name, group.Members.Count, group.CriteriaSet.Id)).ToList()))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new Response(items, items.Count));
    }
}
