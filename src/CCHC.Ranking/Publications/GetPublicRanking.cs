using System.Globalization;
using System.Text;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Errors;
using CsvHelper;
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
        int? Rank, string UnitCode, string UnitName, decimal? Index, decimal Points, decimal MaxPoints, string? Class, string Status, bool Awarded);

    public static async Task<Results<PublicDocument<Response>, NotFound>> Handle(
        string code, string? group, int? version, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var publication = await db.FindPublicAsync(code, version, clock.GetUtcNow(), cancellationToken);
        if (publication is null)
        {
            return TypedResults.NotFound();
        }

        if (group is null && publication.Groups.Count > 1)
        {
            throw new InvalidInputException("group", $"Kỳ đánh giá có nhiều khối, cần chọn một: {string.Join(", ", publication.Groups.Select(x => x.Code))}.");
        }

        var ranked = publication.Groups.FirstOrDefault(ranked => group is null || ranked.Code == group);
        if (ranked is null)
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
                    unit.Rank, unit.UnitCode, unit.UnitName, unit.Index, unit.Points, unit.MaxPoints, unit.Class, unit.Status, unit.Awarded))],
                publication.Version, publication.Reason, publication.DecisionNumber, publication.DecisionDate),
            ToCsv);
    }

    private static byte[] ToCsv(Response response)
    {
        using var stream = new MemoryStream();

        // The byte order mark tells spreadsheets that the text is UTF-8.
        using (var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            foreach (var column in (ReadOnlySpan<string>)["rank", "unitCode", "unitName", "index", "points", "maxPoints", "class", "status"])
            {
                csv.WriteField(column);
            }

            csv.NextRecord();
            foreach (var item in response.Items)
            {
                csv.WriteField(item.Rank);
                csv.WriteField(item.UnitCode);
                csv.WriteField(item.UnitName);
                csv.WriteField(item.Index);
                csv.WriteField(item.Points);
                csv.WriteField(item.MaxPoints);
                csv.WriteField(item.Class);
                csv.WriteField(item.Status);
                csv.NextRecord();
            }
        }

        return stream.ToArray();
    }
}
