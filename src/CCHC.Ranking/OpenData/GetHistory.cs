using CCHC.Ranking.Data;
using CCHC.Ranking.Publications;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.OpenData;

/// <summary>What was published of a unit in all years, the newest first, each in the version that holds.</summary>
public static class GetHistory
{
    /// <param name="UnitCode">A unit that was reorganised bears another code before; its predecessors have histories of their own.</param>
    /// <param name="UnitName">As published last.</param>
    /// <param name="Items">The newest year first.</param>
    public sealed record Response(string UnitCode, string UnitName, IReadOnlyList<Item> Items);

    /// <param name="Ranked">How many units of the group have a rank.</param>
    public sealed record Item(
        int Year, string Campaign, string CampaignName, string Group, string GroupName, string UnitName, int? Rank, int Ranked, decimal? Index, decimal Points, decimal MaxPoints, string? Class,
        string Status, DateTimeOffset PublishedAt, int Version);

    public static async Task<Results<PublicDocument<Response>, NotFound>> Handle(string unitCode, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var rows = await (
                from publication in db.CurrentPublications(clock.GetUtcNow())
                join unit in db.PublishedUnits on publication.Id equals unit.PublicationId
                where unit.UnitCode == unitCode
                orderby publication.Year descending, publication.CampaignCode
                select new
                {
                    Publication = publication,
                    Unit = unit,
                    GroupName = publication.Groups.Where(known => known.Code == unit.GroupCode).Select(known => known.Name).First(),
                    Ranked = db.PublishedUnits.Count(other => other.PublicationId == publication.Id && other.GroupCode == unit.GroupCode && other.Rank != null),
                })
            .AsNoTracking().ToListAsync(cancellationToken);
        return rows.Count == 0
            ? TypedResults.NotFound()
            : new PublicDocument<Response>(
                new Response(unitCode, rows[0].Unit.UnitName, [.. rows.Select(row => ToItem(row.Publication, row.Unit, row.GroupName, row.Ranked))]),
                result => CsvTable.Write(Codebook.History, result.Items.Select(item => (object?[])
                [
                    item.Year, item.Campaign, item.CampaignName, item.Group, item.GroupName, item.UnitName, item.Rank, item.Ranked, item.Index, item.Points, item.MaxPoints, item.Class,
                    item.Status, item.PublishedAt, item.Version,
                ])));
    }

    private static Item ToItem(Publication publication, PublishedUnit unit, string groupName, int ranked) => new(
        publication.Year, publication.CampaignCode, publication.CampaignName, unit.GroupCode, groupName, unit.UnitName, unit.Rank, ranked, unit.Index, unit.Points, unit.MaxPoints, unit.Class,
        unit.Status, publication.PublicFrom, publication.Version);
}
