using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.Scoring;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.OpenData;

/// <summary>How the units of a group did on each criterion.</summary>
public static class GetCriteria
{
    /// <param name="FieldCode">Of the field.</param>
    /// <param name="FieldName">As published.</param>
    /// <param name="CriterionCode">Of the leaf.</param>
    /// <param name="CriterionName">As published.</param>
    /// <param name="Kind">Inside or outside the 100.</param>
    /// <param name="Source">Where its points come from.</param>
    /// <param name="MaxPoints">The highest where it differs from unit to unit; null where it applies to none.</param>
    /// <param name="Units">Those to which it applies and that have points.</param>
    /// <param name="Mean">Of their points, unrounded.</param>
    /// <param name="Lowest">Of their points.</param>
    /// <param name="Highest">Of their points.</param>
    public sealed record Item(
        string FieldCode, string FieldName, string CriterionCode, string CriterionName, LeafKind Kind, PointSource Source, decimal? MaxPoints, int Units, decimal? Mean, decimal? Lowest, decimal? Highest);

    public static async Task<Results<PublicDocument<TableOf<Item>>, NotFound>> Handle(
        string code, string? group, int? version, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await PublishedTable.ReadAsync(db, code, group, version, clock.GetUtcNow(), cancellationToken) is not { } table)
        {
            return TypedResults.NotFound();
        }

        return new PublicDocument<TableOf<Item>>(
            table.With(table.Criteria.Select(criterion => ToItem(table, criterion))),
            result => CsvTable.Write(Codebook.Criteria, result.Items.Select(item => (object?[])
            [
                item.FieldCode, item.FieldName, item.CriterionCode, item.CriterionName, item.Kind, item.Source, item.MaxPoints, item.Units, item.Mean, item.Lowest, item.Highest,
            ])));
    }

    private static Item ToItem(PublishedTable table, PublishedCriterion criterion)
    {
        var applicable = table.Units.Select(unit => table.Points.GetValueOrDefault((unit.UnitCode, criterion.Code))).Where(point => point?.Applicable == true).ToList();
        var points = applicable.Select(point => point!.Points).OfType<decimal>().ToList();
        return new Item(
            criterion.FieldCode, criterion.FieldName, criterion.Code, criterion.Name, criterion.Kind, criterion.Source, applicable.Max(point => (decimal?)point!.MaxPoints), points.Count,
            IndexCalculator.Mean(points), points.Count == 0 ? null : points.Min(), points.Count == 0 ? null : points.Max());
    }
}
