using CCHC.Assessment.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence;

/// <summary>Bytes outlive the rows that named them until the rows' end is committed: a note in the same transaction, acted on by <see cref="EvidenceHousekeeping"/>.</summary>
internal static class DiscardedFiles
{
    public static async Task DiscardFilesAsync(this AssessmentDbContext db, IEnumerable<EvidenceDocument> documents, CancellationToken cancellationToken)
    {
        var files = documents.Select(document => document.Sha256).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        await db.Database.ExecuteSqlAsync($"INSERT INTO discarded_file (sha256) SELECT unnest({files}) ON CONFLICT DO NOTHING", cancellationToken);
    }

    /// <summary>Until the transaction ends nobody else gives these bytes a document or deletes them.</summary>
    public static Task LockFileAsync(this AssessmentDbContext db, string sha256, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({sha256}, 0))", cancellationToken);
}
