using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.Scoring;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.OpenData;

/// <summary>Every published point of a group, one row per unit and criterion, for those who compute for themselves.</summary>
public static class GetPoints
{
    /// <param name="UnitCode">Of the unit.</param>
    /// <param name="UnitName">As published.</param>
    /// <param name="FieldCode">Of the field.</param>
    /// <param name="FieldName">As published.</param>
    /// <param name="CriterionCode">Of the leaf.</param>
    /// <param name="CriterionName">As published.</param>
    /// <param name="Kind">Inside or outside the 100.</param>
    /// <param name="Source">Where the points come from.</param>
    /// <param name="MaxPoints">For this unit.</param>
    /// <param name="Points">Null where it does not apply or was not scored.</param>
    /// <param name="Applicable">False takes it out of the unit's maximum.</param>
    public sealed record Item(
        string UnitCode, string UnitName, string FieldCode, string FieldName, string CriterionCode, string CriterionName, LeafKind Kind, PointSource Source, decimal MaxPoints, decimal? Points,
        bool Applicable);

    public static async Task<Results<PublicDocument<TableOf<Item>>, NotFound>> Handle(
        string code, string? group, int? version, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await PublishedTable.ReadAsync(db, code, group, version, clock.GetUtcNow(), cancellationToken) is not { } table)
        {
            return TypedResults.NotFound();
        }

        return new PublicDocument<TableOf<Item>>(
            table.With(
                from unit in table.Units
                from criterion in table.Criteria
                let point = table.Points.GetValueOrDefault((unit.UnitCode, criterion.Code))
                where point is not null
                select new Item(
                    unit.UnitCode, unit.UnitName, criterion.FieldCode, criterion.FieldName, criterion.Code, criterion.Name, criterion.Kind, criterion.Source, point.MaxPoints, point.Points,
                    point.Applicable)),
            result => CsvTable.Write(Codebook.Points, result.Items.Select(item => (object?[])
            [
                item.UnitCode, item.UnitName, item.FieldCode, item.FieldName, item.CriterionCode, item.CriterionName, item.Kind, item.Source, item.MaxPoints, item.Points, item.Applicable,
            ])));
    }
}
