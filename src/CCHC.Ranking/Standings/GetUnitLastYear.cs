using CCHC.Contracts.Identity;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Standings;

/// <summary>What was published of a unit the year before, leaf by leaf; which leaves may be compared is for the two criteria sets to say.</summary>
public static class GetUnitLastYear
{
    public sealed record Response(string Campaign, string UnitCode, string UnitName, Guid CriteriaSetId, IReadOnlyList<Item> LastYear);

    /// <param name="Figures">The published place.</param>
    /// <param name="CriteriaSetId">What it was measured by; null for results imported from a file.</param>
    /// <param name="Leaves">Its points in reading order.</param>
    public sealed record Item(LastYear.Figures Figures, Guid? CriteriaSetId, IReadOnlyList<Leaf> Leaves);

    public sealed record Leaf(string Code, string Name, decimal MaxPoints, decimal? Points, bool Applicable);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, string unitCode, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = await campaigns.FindAsync(db, code, cancellationToken);
        if (campaign?.FindUnit(unitCode) is not var (group, unit)
            || !(user.Covers(campaign.OwnerUnitId, Permissions.ReadStandings) || user.UnitIds(Roles.UnitOfficer, Roles.UnitHead).Contains(unit.UnitId)))
        {
            return TypedResults.NotFound();
        }

        var lastYear = await LastYear.ReadAsync(db, campaign, [unit], clock.GetUtcNow(), cancellationToken);
        var items = new List<Item>();
        foreach (var place in lastYear.PlacesOf(unit))
        {
            items.Add(await ToItemAsync(place, db, campaigns, cancellationToken));
        }

        return TypedResults.Ok(new Response(campaign.Code, unit.Code, unit.Name, group.CriteriaSet.Id, items));
    }

    private static async Task<Item> ToItemAsync(LastYear.Place place, RankingDbContext db, CampaignCache campaigns, CancellationToken cancellationToken)
    {
        var leaves = await (
            from criterion in db.PublishedCriteria
            where criterion.PublicationId == place.PublicationId && criterion.GroupCode == place.GroupCode
            join point in db.PublishedPoints.Where(point => point.PublicationId == place.PublicationId && point.UnitCode == place.Figures.UnitCode)
                on criterion.Code equals point.CriterionCode
            orderby criterion.Position
            select new Leaf(criterion.Code, criterion.Name, point.MaxPoints, point.Points, point.Applicable)).ToListAsync(cancellationToken);
        var measured = await campaigns.FindAsync(db, place.Figures.CampaignCode, cancellationToken);
        return new Item(place.Figures, measured?.Group(place.GroupCode)?.CriteriaSet.Id, leaves);
    }
}
