using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.Standings;

/// <summary>What was published for the units of a group the year before; a merged unit is followed back to those it was made of.</summary>
public static class GetLastYear
{
    public sealed record Response(string Campaign, string Group, IReadOnlyList<Item> Items);

    public sealed record Item(string UnitCode, string UnitName, IReadOnlyList<LastYear.Figures> LastYear);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, string? group, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = await campaigns.FindAsync(db, code, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.ReadStandings) || campaign.GroupOrOnly(group) is not { } asked)
        {
            return TypedResults.NotFound();
        }

        var lastYear = await LastYear.ReadAsync(db, campaign, asked.Units, clock.GetUtcNow(), cancellationToken);
        return TypedResults.Ok(new Response(
            campaign.Code, asked.Code, [.. asked.Units.Select(unit => new Item(unit.Code, unit.Name, lastYear.Of(unit)))]));
    }
}
