using CCHC.Ranking.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Standings;

internal static class StandingLock
{
    /// <summary>
    /// Loads standings with the leaves a delivery is about, creating what is missing. The rows stay locked until the consumer's transaction
    /// ends, so that deliveries for one unit take turns and each sees what the one before wrote. Without codes all leaves are loaded.
    /// </summary>
    public static async Task<IReadOnlyList<UnitStanding>> LockStandingsAsync(
        this RankingDbContext db, Guid campaignId, IEnumerable<Guid> unitIds, IEnumerable<string>? leafCodes, CancellationToken cancellationToken)
    {
        // One order for everybody: two deliveries about the same units cannot wait for each other.
        var units = unitIds.Distinct().Order().ToArray();
        var codes = leafCodes?.Distinct(StringComparer.Ordinal).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO unit_standing (campaign_id, unit_id, version, void_revision)
            SELECT {campaignId}, unit_id, 1, 0 FROM unnest({units}) AS unit_id ORDER BY unit_id
            ON CONFLICT (campaign_id, unit_id) DO UPDATE SET version = unit_standing.version + 1
            """,
            cancellationToken);

        IQueryable<UnitStanding> standings = codes is null
            ? db.UnitStandings.Include(standing => standing.Leaves)
            : db.UnitStandings.Include(standing => standing.Leaves.Where(leaf => codes.Contains(leaf.LeafCode)));
        return await standings
            .Where(standing => standing.CampaignId == campaignId && units.Contains(standing.UnitId))
            .ToListAsync(cancellationToken);
    }

    public static async Task<UnitStanding> LockStandingAsync(
        this RankingDbContext db, Guid campaignId, Guid unitId, IEnumerable<string>? leafCodes, CancellationToken cancellationToken) =>
        (await db.LockStandingsAsync(campaignId, [unitId], leafCodes, cancellationToken))[0];
}
