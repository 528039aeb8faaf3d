using CCHC.Ranking.Data;
using CCHC.ResultDocuments;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Documents.Templates;

/// <summary>The templates by which the documents of a campaign's government are laid out, and what they may hold.</summary>
internal static class GetTemplates
{
    public sealed record Response(string Campaign, string CampaignName, IReadOnlyList<Item> Items);

    /// <param name="ReplacedBy">Who brought the office's own; null while the one of the system holds.</param>
    public sealed record Item(string Kind, string Name, string? ReplacedBy, DateTimeOffset? ReplacedAt, IReadOnlyList<Place> Places);

    /// <param name="Written">As it is typed in Word.</param>
    /// <param name="Whole">Stands in a paragraph of its own.</param>
    public sealed record Place(string Written, string Meaning, bool Whole);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(string code, ResultSource results, RankingDbContext db, CancellationToken cancellationToken)
    {
        if (await results.FindOwnerAsync(code, Permissions.ReadResults, cancellationToken) is not { } found)
        {
            return TypedResults.NotFound();
        }

        var own = await db.DocumentTemplates.Where(template => template.OwnerUnitId == found.Owner)
            .Select(template => new { template.Kind, template.ReplacedBy, template.ReplacedAt }).ToDictionaryAsync(template => template.Kind, StringComparer.Ordinal, cancellationToken);
        return TypedResults.Ok(new Response(
            code,
            found.Campaign?.Name ?? code,
            [
                .. DocumentKind.All.Select(kind => new Item(
                    kind.Slug, kind.Name, own.GetValueOrDefault(kind.Slug)?.ReplacedBy, own.GetValueOrDefault(kind.Slug)?.ReplacedAt,
                    [.. kind.Places.Select(place => new Place(place.Written, place.Meaning, place.Whole))])),
            ]));
    }
}
