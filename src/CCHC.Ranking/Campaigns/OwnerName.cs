using CCHC.Ranking.Data;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Campaigns;

internal static class OwnerName
{
    /// <summary>As another campaign names the government; null where none does, and for the province.</summary>
    public static async Task<string?> OwnerNameAsync(this RankingDbContext db, Guid? ownerUnitId, CancellationToken cancellationToken) => ownerUnitId is not { } owner ? null
        : (await db.Database.SqlQuery<string>(
            $"""
            SELECT unit ->> 'name' AS "Value"
            FROM campaign, jsonb_array_elements(groups) AS grp, jsonb_array_elements(grp -> 'units') AS unit
            WHERE (unit ->> 'unitId')::uuid = {owner} AND NOT practice
            ORDER BY year DESC
            LIMIT 1
            """).ToListAsync(cancellationToken)).FirstOrDefault();
}
