using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.OpenData;

/// <summary>The head that every table of a group has, and its rows.</summary>
/// <param name="Campaign">Code.</param>
/// <param name="CampaignName">As published.</param>
/// <param name="Year">Of the result.</param>
/// <param name="Group">Code.</param>
/// <param name="GroupName">As published.</param>
/// <param name="PublishedAt">From when this version is public.</param>
/// <param name="Version">0 as first published, else the number of the corrigendum.</param>
/// <param name="Items">The rows.</param>
public sealed record TableOf<T>(string Campaign, string CampaignName, int Year, string Group, string GroupName, DateTimeOffset PublishedAt, int Version, IReadOnlyList<T> Items);

/// <summary>All published points of a group: units in the order of their ranks, criteria in reading order.</summary>
internal sealed record PublishedTable(
    Publication Publication, PublishedGroup Group, IReadOnlyList<PublishedUnit> Units, IReadOnlyList<PublishedCriterion> Criteria, IReadOnlyDictionary<(string Unit, string Criterion), PublishedPoint> Points)
{
    /// <summary>Null where there is no such group, or nothing is public now.</summary>
    public static async Task<PublishedTable?> ReadAsync(RankingDbContext db, string code, string? group, int? version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var publication = await db.FindPublicAsync(code, version, now, cancellationToken);
        if (publication?.Groups.Choose(group, known => known.Code) is not { } chosen)
        {
            return null;
        }

        var units = await db.PublishedUnits.AsNoTracking().Where(unit => unit.PublicationId == publication.Id && unit.GroupCode == chosen.Code).OrderBy(unit => unit.Position).ToListAsync(cancellationToken);
        var criteria = await db.PublishedCriteria.AsNoTracking().Where(criterion => criterion.PublicationId == publication.Id && criterion.GroupCode == chosen.Code)
            .OrderBy(criterion => criterion.Position).ToListAsync(cancellationToken);
        var points = await (
                from point in db.PublishedPoints.AsNoTracking()
                join unit in db.PublishedUnits on new { point.PublicationId, point.UnitCode } equals new { unit.PublicationId, unit.UnitCode }
                where point.PublicationId == publication.Id && unit.GroupCode == chosen.Code
                select point)
            .ToDictionaryAsync(point => (point.UnitCode, point.CriterionCode), cancellationToken);
        return new PublishedTable(publication, chosen, units, criteria, points);
    }

    public TableOf<T> With<T>(IEnumerable<T> items) => new(
        Publication.CampaignCode, Publication.CampaignName, Publication.Year, Group.Code, Group.Name, Publication.PublicFrom, Publication.Version, [.. items]);

    /// <summary>What the unit has on the criteria that it was measured by.</summary>
    public UnitIndex Sum(PublishedUnit unit, IEnumerable<PublishedCriterion> criteria) => IndexCalculator.Compute(
        from criterion in criteria
        let point = Points.GetValueOrDefault((unit.UnitCode, criterion.Code))
        where point is not null
        select new LeafScore(criterion.Code, criterion.Kind, criterion.Source, point.MaxPoints, point.Points, point.Applicable));
}
