using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

/// <summary>A campaign with its groups, units, and the one phase that may be opened next.</summary>
public static class GetCampaign
{
    public sealed record UnitItem(Guid UnitId, string Code, string Name);

    public sealed record GroupItem(string Code, string Name, Guid CriteriaSetId, IReadOnlyList<ClassBand> ClassBands, IReadOnlyList<TieBreaker> TieBreakers, IReadOnlyList<UnitItem> Units);

    public sealed record NextPhase(CampaignPhase Phase, int Round, string Name);

    public sealed record Response(
        Guid Id, string Code, string Name, int Year, CampaignPhase Phase, int Round, string PhaseName, DateTimeOffset? PhaseOpenedAt, int Rounds, bool SurveyHeld,
        NextPhase? Next, IReadOnlyList<GroupItem> Groups);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).ThenInclude(group => group.CriteriaSet).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (campaign is null || (campaign.Phase == CampaignPhase.Draft && !user.IsInRole(Roles.HomeAffairs)))
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Ok(new Response(
            campaign.Id, campaign.Code, campaign.Name, campaign.Year, campaign.Phase, campaign.Round, PhaseNames.Of(campaign.Phase, campaign.Round),
            campaign.PhaseOpenedAt, campaign.Rounds, campaign.SurveyHeld,
            campaign.NextPhase is { } next ? new NextPhase(next.Phase, next.Round, PhaseNames.Of(next.Phase, next.Round)) : null,
            [.. campaign.Groups.OrderBy(group => group.Code, StringComparer.Ordinal).Select(ToItem)]));
    }

    private static GroupItem ToItem(CampaignUnitGroup group) => new(
        group.Code, group.Name, group.CriteriaSet.Id, group.ClassBands, group.TieBreakers,
        [.. group.Members.OrderBy(member => member.Code, StringComparer.Ordinal).Select(member => new UnitItem(member.UnitId, member.Code, member.Name))]);
}
