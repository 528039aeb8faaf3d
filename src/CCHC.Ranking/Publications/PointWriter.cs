using CCHC.Ranking.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CCHC.Ranking.Publications;

internal static class PointWriter
{
    /// <summary>Stores a publication and its points in the current transaction; the points go by COPY, since a year of communes has 300,000 of them.</summary>
    public static async Task AddPublicationAsync(
        this RankingDbContext db, Publication publication, IEnumerable<PublishedPoint> points, CancellationToken cancellationToken)
    {
        db.Publications.Add(publication);
        await db.SaveChangesAsync(cancellationToken);

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var writer = await connection.BeginBinaryImportAsync(
            "COPY published_point (publication_id, unit_code, criterion_code, max_points, points, applicable) FROM STDIN (FORMAT BINARY)",
            cancellationToken);
        foreach (var point in points)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(point.PublicationId, NpgsqlDbType.Uuid, cancellationToken);
            await writer.WriteAsync(point.UnitCode, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(point.CriterionCode, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(point.MaxPoints, NpgsqlDbType.Numeric, cancellationToken);
            if (point.Points is { } value)
            {
                await writer.WriteAsync(value, NpgsqlDbType.Numeric, cancellationToken);
            }
            else
            {
                await writer.WriteNullAsync(cancellationToken);
            }

            await writer.WriteAsync(point.Applicable, NpgsqlDbType.Boolean, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }
}
