using CCHC.Ranking.Data;
using CCHC.RankingArchive;
using CCHC.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Publications;

/// <summary>The only ways to read publications: each asks what is public at a moment, by the clock and not by a job that has run.</summary>
internal static class PublicResults
{
    /// <summary>Of each campaign what holds at this moment: the newest version that is public.</summary>
    public static IQueryable<Publication> CurrentPublications(this RankingDbContext db, DateTimeOffset now) => db.Publications
        .Where(publication => publication.PublicFrom <= now)
        .Where(publication => !db.Publications.Any(newer => newer.CampaignCode == publication.CampaignCode && newer.Version > publication.Version && newer.PublicFrom <= now));

    /// <summary>A version that is public, or the one that holds; null for none.</summary>
    public static Task<Publication?> FindPublicAsync(this RankingDbContext db, string code, int? version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = version is null ? db.CurrentPublications(now) : db.Publications.Where(publication => publication.PublicFrom <= now && publication.Version == version);
        return wanted.AsNoTracking().Include(publication => publication.Groups).SingleOrDefaultAsync(publication => publication.CampaignCode == code, cancellationToken);
    }

    /// <summary>The whole result of a version, from its archive.</summary>
    /// <param name="db">Ranking's.</param>
    /// <param name="code">Of the campaign.</param>
    /// <param name="version">Which exists.</param>
    /// <param name="refusal">What cannot be done without an archive, as the sentence ends.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RuleViolationException">It was published before results were archived.</exception>
    public static async Task<ArchivedResult> ReadPublicationAsync(
        this RankingDbContext db, string code, int version, CancellationToken cancellationToken, string refusal = "không đính chính được ở đây")
    {
        var archive = await db.Publications.Where(publication => publication.CampaignCode == code && publication.Version == version)
            .Join(db.PublicationArchives, publication => publication.Id, archive => archive.PublicationId, (_, archive) => archive.Content)
            .SingleOrDefaultAsync(cancellationToken)
            ?? throw new RuleViolationException("ranking.no-archive", $"Kết quả này được công bố trước khi hệ thống lưu tệp kết quả nên {refusal}.");
        return ResultFiles.Read(Archive.Unzip(archive));
    }
}
