using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using CCHC.Scoring;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Ranking.OpenData;

/// <summary>What people and enterprises said of each unit: its points on the survey leaves, of their maximum.</summary>
public static class GetSatisfaction
{
    /// <param name="UnitCode">Of the unit.</param>
    /// <param name="UnitName">As published.</param>
    /// <param name="Points">On survey leaves.</param>
    /// <param name="MaxPoints">Of the survey leaves that apply.</param>
    /// <param name="Index">Unrounded, in percent; null while a leaf has no points.</param>
    public sealed record Item(string UnitCode, string UnitName, decimal Points, decimal MaxPoints, decimal? Index);

    public static async Task<Results<PublicDocument<TableOf<Item>>, NotFound>> Handle(
        string code, string? group, int? version, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await PublishedTable.ReadAsync(db, code, group, version, clock.GetUtcNow(), cancellationToken) is not { } table)
        {
            return TypedResults.NotFound();
        }

        var surveyed = table.Criteria.Where(criterion => criterion is { Source: PointSource.Survey, Kind: LeafKind.Ordinary }).ToList();
        return new PublicDocument<TableOf<Item>>(
            table.With(
                from unit in table.Units
                let sum = table.Sum(unit, surveyed)
                where sum.MaxPoints > 0
                select new Item(unit.UnitCode, unit.UnitName, sum.Points, sum.MaxPoints, sum.Index)),
            result => CsvTable.Write(Codebook.Satisfaction, result.Items.Select(item => (object?[])[item.UnitCode, item.UnitName, item.Points, item.MaxPoints, item.Index])));
    }
}
