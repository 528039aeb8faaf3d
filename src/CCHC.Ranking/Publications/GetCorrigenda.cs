using CCHC.Ranking.Data;
using CCHC.Ranking.Snapshots;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Publications;

/// <summary>What was corrected in a public result, why and when; empty where nothing was.</summary>
public static class GetCorrigenda
{
    /// <param name="FirstPublishedAt">When version 0 became public.</param>
    /// <param name="Corrigenda">By number; what was public before number n stays readable as version n − 1.</param>
    public sealed record Response(string Campaign, string CampaignName, DateTimeOffset FirstPublishedAt, IReadOnlyList<Item> Corrigenda);

    public sealed record Item(int Number, DateTimeOffset PublishedAt, string Reason, string? DecisionNumber, DateOnly? DecisionDate, IReadOnlyList<UnitChange> Changes);

    public static async Task<Results<PublicDocument<Response>, NotFound>> Handle(string code, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var versions = await db.Publications.AsNoTracking().Where(publication => publication.CampaignCode == code && publication.PublicFrom <= now)
            .OrderBy(publication => publication.Version).ToListAsync(cancellationToken);
        return versions.Count == 0
            ? TypedResults.NotFound()
            : new PublicDocument<Response>(new Response(
                code, versions[^1].CampaignName, versions[0].PublicFrom,
                [.. versions.Where(version => version.Version > 0).Select(version => new Item(
                    version.Version, version.PublicFrom, version.Reason!, version.DecisionNumber, version.DecisionDate, version.Changes))]));
    }
}
