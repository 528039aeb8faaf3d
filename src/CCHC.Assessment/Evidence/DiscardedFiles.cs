using CCHC.Assessment.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence;

/// <summary>Bytes outlive the rows that named them until the rows' end is committed: a note in the same transaction, acted on by <see cref="EvidenceHousekeeping"/>.</summary>
internal static class DiscardedFiles
{
    /// <summary>Within a transaction. The lock keeps a note that stands there already from being acted on before this transaction ends.</summary>
    public static async Task DiscardFilesAsync(this AssessmentDbContext db, IEnumerable<EvidenceDocument> documents, CancellationToken cancellationToken)
    {
        var files = documents.Select(document => document.Sha256).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            await db.LockFileAsync(file, cancellationToken);
        }

        await db.DiscardFilesAsync(files, cancellationToken);
    }

    /// <summary>Also before bytes are kept: should their document not come about, the note finds them.</summary>
    public static async Task DiscardFilesAsync(this AssessmentDbContext db, string[] files, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"INSERT INTO discarded_file (sha256) SELECT unnest({files}) ON CONFLICT DO NOTHING", cancellationToken);
    }

    /// <summary>Until the transaction ends nobody else gives these bytes a document or deletes them.</summary>
    public static Task LockFileAsync(this AssessmentDbContext db, string sha256, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({sha256}, 0))", cancellationToken);
}
