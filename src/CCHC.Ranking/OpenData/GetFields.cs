using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.OpenData;

/// <summary>What each unit of a group has in each field.</summary>
public static class GetFields
{
    /// <param name="UnitCode">Of the unit.</param>
    /// <param name="UnitName">As published.</param>
    /// <param name="FieldCode">Of the field.</param>
    /// <param name="FieldName">As published.</param>
    /// <param name="Points">Achieved: ordinary and bonus points, less penalties.</param>
    /// <param name="MaxPoints">The maximum applicable to the unit; bonus and penalty stand outside.</param>
    /// <param name="Percent">Unrounded; null without a maximum, or while a criterion has no points.</param>
    public sealed record Item(string UnitCode, string UnitName, string FieldCode, string FieldName, decimal Points, decimal MaxPoints, decimal? Percent);

    public static async Task<Results<PublicDocument<TableOf<Item>>, NotFound>> Handle(
        string code, string? group, int? version, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await PublishedTable.ReadAsync(db, code, group, version, clock.GetUtcNow(), cancellationToken) is not { } table)
        {
            return TypedResults.NotFound();
        }

        var fields = table.Criteria.GroupBy(criterion => criterion.FieldCode, StringComparer.Ordinal).ToList();
        return new PublicDocument<TableOf<Item>>(
            table.With(
                from unit in table.Units
                from field in fields
                let sum = table.Sum(unit, field)
                select new Item(unit.UnitCode, unit.UnitName, field.Key, field.First().FieldName, sum.Points, sum.MaxPoints, sum.Index)),
            result => CsvTable.Write(Codebook.Fields, result.Items.Select(item => (object?[])[item.UnitCode, item.UnitName, item.FieldCode, item.FieldName, item.Points, item.MaxPoints, item.Percent])));
    }
}
