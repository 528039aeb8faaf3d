using CCHC.Ranking.Data;
using CCHC.Scoring;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Publications;

/// <summary>Where a unit's published points come from: per field and criterion.</summary>
public static class GetPublicUnit
{
    public sealed record Response(
        string Campaign, string CampaignName, int Year, string Group, string GroupName, DateTimeOffset PublishedAt, string UnitCode, string UnitName,
        int? Rank, decimal? Index, decimal Points, decimal MaxPoints, string? Class, string Status, IReadOnlyList<Field> Fields, int Version, string? HeadClass,
        string? HeadReason);

    /// <param name="Code">The field.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Points">Achieved: ordinary and bonus points, less penalties.</param>
    /// <param name="MaxPoints">The maximum applicable to the unit; bonus and penalty stand outside.</param>
    /// <param name="Criteria">Its leaves in reading order.</param>
    public sealed record Field(string Code, string Name, decimal Points, decimal MaxPoints, IReadOnlyList<Criterion> Criteria);

    public sealed record Criterion(
        string Code, string Name, IReadOnlyList<string> Path, PointSource Source, LeafKind Kind, decimal? Points, decimal MaxPoints, bool Applicable);

    public static async Task<Results<PublicDocument<Response>, NotFound>> Handle(
        string code, string unitCode, int? version, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var publication = await db.FindPublicAsync(code, version, clock.GetUtcNow(), cancellationToken);
        var unit = publication is null
            ? null
            : await db.PublishedUnits.AsNoTracking().SingleOrDefaultAsync(unit => unit.PublicationId == publication.Id && unit.UnitCode == unitCode, cancellationToken);
        if (publication is null || unit is null)
        {
            return TypedResults.NotFound();
        }

        var rows = await (
                from criterion in db.PublishedCriteria.AsNoTracking()
                join point in db.PublishedPoints.AsNoTracking()
                    on new { criterion.PublicationId, CriterionCode = criterion.Code } equals new { point.PublicationId, point.CriterionCode }
                where criterion.PublicationId == unit.PublicationId && criterion.GroupCode == unit.GroupCode && point.UnitCode == unitCode
                orderby criterion.Position
                select new { Criterion = criterion, Point = point })
            .ToListAsync(cancellationToken);
        var fields = rows
            .GroupBy(row => row.Criterion.FieldCode, StringComparer.Ordinal)
            .Select(field => ToField(
                field.Key, field.First().Criterion.FieldName, [.. field.Select(row => ToCriterion(row.Criterion, row.Point))]));

        return new PublicDocument<Response>(new Response(
            publication.CampaignCode, publication.CampaignName, publication.Year, unit.GroupCode,
            publication.Groups.First(group => group.Code == unit.GroupCode).Name, publication.PublicFrom, unit.UnitCode, unit.UnitName, unit.Rank,
            unit.Index, unit.Points, unit.MaxPoints, unit.Class, unit.Status, [.. fields], publication.Version, unit.HeadClass ?? unit.Class, unit.HeadReason));
    }

    private static Criterion ToCriterion(PublishedCriterion criterion, PublishedPoint point) => new(
        criterion.Code, criterion.Name, criterion.Path, criterion.Source, criterion.Kind, point.Points, point.MaxPoints, point.Applicable);

    private static Field ToField(string code, string name, IReadOnlyList<Criterion> criteria)
    {
        var sums = IndexCalculator.Compute(criteria.Select(criterion => new LeafScore(
            criterion.Code, criterion.Kind, criterion.Source, criterion.MaxPoints, criterion.Points, criterion.Applicable)));
        return new Field(code, name, sums.Points, sums.MaxPoints, criteria);
    }
}
