using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Ranking.OpenData;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Publications;

/// <summary>The published ranking of a group.</summary>
public static class GetPublicRanking
{
    /// <param name="Version">0 as first published, else the number of the corrigendum.</param>
    /// <param name="Reason">Of the corrigendum.</param>
    public sealed record Response(
        string Campaign, string CampaignName, int Year, string Group, string GroupName, DateTimeOffset PublishedAt, decimal? Mean,
        IReadOnlyList<Item> Items, int Version, string? Reason, string? DecisionNumber, DateOnly? DecisionDate);

    public sealed record Item(
        int? Rank, string UnitCode, string UnitName, decimal? Index, decimal Points, decimal MaxPoints, string? Class, string Status, bool Awarded, string? HeadClass, string? HeadReason);

    public static async Task<Results<PublicDocument<Response>, NotFound>> Handle(
        string code, string? group, int? version, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var publication = await db.FindPublicAsync(code, version, clock.GetUtcNow(), cancellationToken);
        if (publication?.Groups.Choose(group, known => known.Code) is not { } ranked)
        {
            return TypedResults.NotFound();
        }

        var units = await db.PublishedUnits.AsNoTracking()
            .Where(unit => unit.PublicationId == publication.Id && unit.GroupCode == ranked.Code)
            .OrderBy(unit => unit.Position)
            .ToListAsync(cancellationToken);
        return new PublicDocument<Response>(
            new Response(
                publication.CampaignCode, publication.CampaignName, publication.Year, ranked.Code, ranked.Name, publication.PublicFrom, ranked.Mean,
                [.. units.Select(unit => new Item(
                    unit.Rank, unit.UnitCode, unit.UnitName, unit.Index, unit.Points, unit.MaxPoints, unit.Class, unit.Status, unit.Awarded, unit.HeadClass ?? unit.Class, unit.HeadReason))],
                publication.Version, publication.Reason, publication.DecisionNumber, publication.DecisionDate),
            result => CsvTable.Write(Codebook.Rankings, result.Items.Select(item => (object?[])
            [
                item.Rank, item.UnitCode, item.UnitName, item.Index, item.Points, item.MaxPoints, item.Class, item.Status,
            ])));
    }
}
