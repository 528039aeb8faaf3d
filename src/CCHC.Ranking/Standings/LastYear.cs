using CCHC.Contracts.Criteria;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Standings;

/// <summary>What was published for the year before: a unit's own figures, else those of the units that live on in it.</summary>
public sealed class LastYear
{
    private readonly Dictionary<string, Place> _published;

    private LastYear(Dictionary<string, Place> published) => _published = published;

    /// <summary>A unit's published place, under the code and name it had then.</summary>
    public sealed record Figures(string UnitCode, string UnitName, decimal Index, int? Rank, string? Class, string CampaignCode);

    /// <summary>The figures, and the publication and group they stand in.</summary>
    public sealed record Place(Figures Figures, Guid PublicationId, string GroupCode);

    /// <summary>Reads, per unit code, the newest result that is public by now whatever its group, since groups are renamed; units published without an index have no figures.</summary>
    public static Task<LastYear> ReadAsync(
        RankingDbContext db, Campaign campaign, IReadOnlyCollection<CampaignUnit> units, DateTimeOffset now, CancellationToken cancellationToken) =>
        ReadAsync(db, campaign.Year, units, now, cancellationToken);

    /// <inheritdoc cref="ReadAsync(RankingDbContext, Campaign, IReadOnlyCollection{CampaignUnit}, DateTimeOffset, CancellationToken)"/>
    public static async Task<LastYear> ReadAsync(
        RankingDbContext db, int year, IReadOnlyCollection<CampaignUnit> units, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var codes = units.SelectMany(unit => unit.Predecessors.Select(predecessor => predecessor.Code).Prepend(unit.Code)).Distinct(StringComparer.Ordinal).ToArray();
        var published = await db.CurrentPublications(now)
            .Where(publication => publication.Year == year - 1)
            .Join(db.PublishedUnits, publication => publication.Id, unit => unit.PublicationId, (publication, unit) => new { Publication = publication, Unit = unit })
            .Where(x => codes.Contains(x.Unit.UnitCode) && x.Unit.Index != null)
            .OrderByDescending(x => x.Publication.PublicFrom).ThenByDescending(x => x.Publication.Id)
            .Select(x => new Place(
                new Figures(x.Unit.UnitCode, x.Unit.UnitName, x.Unit.Index!.Value, x.Unit.Rank, x.Unit.Class, x.Publication.CampaignCode), x.Publication.Id, x.Unit.GroupCode))
            .ToListAsync(cancellationToken);
        return new LastYear(published.DistinctBy(place => place.Figures.UnitCode, StringComparer.Ordinal).ToDictionary(place => place.Figures.UnitCode, StringComparer.Ordinal));
    }

    /// <summary>One row of the unit's own, else one per predecessor that has figures, else none.</summary>
    public IReadOnlyList<Figures> Of(CampaignUnit unit) => [.. PlacesOf(unit).Select(place => place.Figures)];

    /// <inheritdoc cref="Of"/>
    public IReadOnlyList<Place> PlacesOf(CampaignUnit unit) => _published.TryGetValue(unit.Code, out var own)
        ? [own]
        : [.. unit.Predecessors.Select(predecessor => predecessor.Code).Distinct(StringComparer.Ordinal)
            .Select(code => _published.GetValueOrDefault(code)).OfType<Place>()];

    /// <summary>
    /// For <see cref="TieBreaker.LastYearIndex"/>: a merged unit has no index of its own, so the simple mean of its predecessors' stands in for it;
    /// null when nobody has one.
    /// </summary>
    public decimal? IndexOf(CampaignUnit unit) => IndexCalculator.Mean(Of(unit).Select(figures => figures.Index));
}
