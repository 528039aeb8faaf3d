using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Standings;

/// <summary>What was published of one criterion for all units of a group the year before; which of last year's codes that is, the two criteria sets say.</summary>
public static class GetCriterionLastYear
{
    /// <param name="CriteriaSetId">What the group is measured by this year.</param>
    public sealed record Response(string Campaign, string Group, Guid CriteriaSetId, IReadOnlyList<Item> Items);

    public sealed record Item(string UnitCode, IReadOnlyList<Place> LastYear);

    /// <param name="CriteriaSetId">What the unit was measured by then; null for results imported from a file.</param>
    /// <param name="Name">Of the criterion then; null where there was none of that code.</param>
    public sealed record Place(string UnitCode, string UnitName, Guid? CriteriaSetId, string? Name, decimal? MaxPoints, decimal? Points, bool Applicable);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, string group, string criterionCode, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = await campaigns.FindAsync(db, code, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.ReadStandings) || campaign.Group(group) is not { } asked)
        {
            return TypedResults.NotFound();
        }

        var lastYear = await LastYear.ReadAsync(db, campaign, asked.Units, clock.GetUtcNow(), cancellationToken);
        var places = asked.Units.SelectMany(lastYear.PlacesOf).ToList();
        var publications = places.Select(place => place.PublicationId).Distinct().ToArray();
        var points = await db.PublishedPoints.AsNoTracking().Where(point => publications.Contains(point.PublicationId) && point.CriterionCode == criterionCode)
            .ToDictionaryAsync(point => (point.PublicationId, point.UnitCode), cancellationToken);
        var names = await db.PublishedCriteria.AsNoTracking().Where(criterion => publications.Contains(criterion.PublicationId) && criterion.Code == criterionCode)
            .ToDictionaryAsync(criterion => (criterion.PublicationId, criterion.GroupCode), criterion => criterion.Name, cancellationToken);
        var sets = new Dictionary<(string, string), Guid?>();
        foreach (var place in places.DistinctBy(place => (place.Figures.CampaignCode, place.GroupCode)))
        {
            sets[(place.Figures.CampaignCode, place.GroupCode)] = (await campaigns.FindAsync(db, place.Figures.CampaignCode, cancellationToken))?.Group(place.GroupCode)?.CriteriaSet.Id;
        }

        return TypedResults.Ok(new Response(
            campaign.Code, asked.Code, asked.CriteriaSet.Id,
            [
                .. asked.Units.Select(unit => new Item(unit.Code,
                [
                    .. from place in lastYear.PlacesOf(unit)
                       let point = points.GetValueOrDefault((place.PublicationId, place.Figures.UnitCode))
                       select new Place(
                           place.Figures.UnitCode, place.Figures.UnitName, sets[(place.Figures.CampaignCode, place.GroupCode)],
                           point is null ? null : names.GetValueOrDefault((place.PublicationId, place.GroupCode)), point?.MaxPoints, point?.Points, point?.Applicable != false),
                ])),
            ]));
    }
}
