using CCHC.Ranking.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Publications;

/// <summary>The signed archive of a public result, which anybody can check without this system.</summary>
public static class GetArchive
{
    public static async Task<Results<PublicFile, NotFound>> Handle(string code, int? version, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var publication = await db.FindPublicAsync(code, version, clock.GetUtcNow(), cancellationToken);
        var archive = publication is null ? null : await db.PublicationArchives.AsNoTracking().SingleOrDefaultAsync(archive => archive.PublicationId == publication.Id, cancellationToken);
        return publication is null || archive is null
            ? TypedResults.NotFound()
            : new PublicFile(archive.Content, archive.Sha256, "application/zip", publication.Version == 0 ? $"{code}.zip" : $"{code}-dinh-chinh-{publication.Version}.zip");
    }
}
