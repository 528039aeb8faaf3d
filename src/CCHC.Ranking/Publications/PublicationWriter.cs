using System.Security.Cryptography;
using CCHC.Ranking.Data;
using CCHC.RankingArchive;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CCHC.Ranking.Publications;

internal static class PublicationWriter
{
    /// <summary>
    /// Stores a publication, its archive and its points in the current transaction; the points go by COPY, since a year of communes has 300,000 of them.
    /// </summary>
    public static async Task AddPublicationAsync(
        this RankingDbContext db, Publication publication, ArchivedResult result, byte[] archive, CancellationToken cancellationToken)
    {
        db.Publications.Add(publication);
        db.PublicationArchives.Add(new PublicationArchive
        {
            PublicationId = publication.Id,
            Content = archive,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(archive)),
        });
        await db.SaveChangesAsync(cancellationToken);

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var writer = await connection.BeginBinaryImportAsync(
            "COPY published_point (publication_id, unit_code, criterion_code, max_points, points, applicable) FROM STDIN (FORMAT BINARY)",
            cancellationToken);
        foreach (var (unit, score) in result.Groups.SelectMany(group => group.Units).SelectMany(unit => unit.Scores.Select(score => (unit.Code, score))))
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(publication.Id, NpgsqlDbType.Uuid, cancellationToken);
            await writer.WriteAsync(unit, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(score.Leaf, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(score.Max, NpgsqlDbType.Numeric, cancellationToken);
            if (score.Points is { } value)
            {
                await writer.WriteAsync(value, NpgsqlDbType.Numeric, cancellationToken);
            }
            else
            {
                await writer.WriteNullAsync(cancellationToken);
            }

            await writer.WriteAsync(score.Applicable, NpgsqlDbType.Boolean, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }
}
