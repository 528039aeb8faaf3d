using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

/// <summary>Campaigns the caller may see, the latest first; drafts are for home affairs only.</summary>
public static class ListCampaigns
{
    public sealed record GroupItem(string Code, string Name, int UnitCount, Guid CriteriaSetId);

    public sealed record Item(
        Guid Id, string Code, string Name, int Year, CampaignPhase Phase, int Round, int Rounds, string PhaseName, bool PhaseOpen, DateTimeOffset? ClosesAt, bool SurveyHeld,
        Guid? OwnerUnitId, string? OwnerName, bool Practice, DateOnly? WipeOn, bool CanManage, IReadOnlyList<GroupItem> Groups);

    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize);

    public static async Task<Ok<Response>> Handle(
        CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken, string? search = null, int? year = null, int page = 1, int pageSize = 50)
    {
        (page, pageSize) = (Math.Max(page, 1), Math.Clamp(pageSize, 1, 200));
        var campaigns = db.Campaigns.AsNoTracking().VisibleTo(user).Where(campaign => year == null || campaign.Year == year);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = $"%{search.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            campaigns = campaigns.Where(campaign =>
                EF.Functions.ILike(EF.Functions.Unaccent(campaign.Name), EF.Functions.Unaccent(pattern)) || EF.Functions.ILike(campaign.Code, pattern));
        }

        var total = await campaigns.CountAsync(cancellationToken);
        var found = await campaigns
            .OrderByDescending(campaign => campaign.Year).ThenByDescending(campaign => campaign.CreatedAt).Page(page, pageSize)
            .Select(campaign => new
            {
                Campaign = campaign,
                Step = campaign.Calendar.FirstOrDefault(step => step.Phase == campaign.Phase && step.Round == campaign.Round),
                Groups = campaign.Groups.OrderBy(group => group.Code).Select(group => new GroupItem(group.Code, group.Name, group.Members.Count, group.CriteriaSet.Id)).ToList(),
            })
            .AsSplitQuery()
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new Response(
        [
            .. found.Select(x => new Item(
                x.Campaign.Id, x.Campaign.Code, x.Campaign.Name, x.Campaign.Year, x.Campaign.Phase, x.Campaign.Round, x.Campaign.Rounds,
                PhaseNames.Of(x.Campaign.Phase, x.Campaign.Round), x.Step is { OpenedAt: not null, ClosedAt: null }, x.Step?.ClosedAt ?? x.Step?.ClosesAt,
                x.Campaign.SurveyHeld, x.Campaign.OwnerUnitId, x.Campaign.OwnerName, x.Campaign.Practice, x.Campaign.WipeOn,
                user.Covers(x.Campaign.OwnerUnitId, Roles.HomeAffairs), x.Groups)),
        ], total, page, pageSize));
    }
}
