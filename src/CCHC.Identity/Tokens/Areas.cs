using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Tokens;

/// <summary>
/// How far a role reaches, see <see cref="TokenClaims.Area"/>. Who serves a government, in its office or a department of its, works for all that
/// this government owns; the province, which no government stands above, owns the whole system.
/// </summary>
public sealed class Areas(IdentityDbContext db)
{
    private sealed record Step(Guid Start, Guid Id, int Height, bool Governs);

    public async Task<IReadOnlyCollection<string>> OfAsync(IReadOnlyCollection<(string Role, Guid? UnitId)> grants, CancellationToken cancellationToken)
    {
        var unitIds = grants.Select(grant => grant.UnitId).OfType<Guid>().Distinct().ToArray();
        var governments = unitIds.Length == 0 ? null : await GovernmentsAsync(unitIds, cancellationToken);
        return [.. grants.Select(grant => $"{grant.Role}@{Area(grant.UnitId)}").Distinct(StringComparer.Ordinal)];

        // Two governments up the line: the nearest is not the province.
        string Area(Guid? unitId) =>
            unitId is { } unit && governments![unit].Take(2).ToList() is [var nearest, _] ? nearest.Id.ToString() : "*";
    }

    private async Task<ILookup<Guid, Step>> GovernmentsAsync(Guid[] unitIds, CancellationToken cancellationToken)
    {
        // Circles are refused when units are stored; the limit is for the day on which one slips in.
        var steps = await db.Database.SqlQuery<Step>(
            $"""
            WITH RECURSIVE line AS (
                SELECT id AS start, id, parent_id, type_code, 0 AS height FROM unit WHERE id = ANY({unitIds})
                UNION ALL
                SELECT line.start, unit.id, unit.parent_id, unit.type_code, line.height + 1
                FROM line JOIN unit ON unit.id = line.parent_id WHERE line.height < 20
            )
            SELECT line.start AS "Start", line.id AS "Id", line.height AS "Height", unit_type.governs AS "Governs"
            FROM line JOIN unit_type ON unit_type.code = line.type_code
            """).ToListAsync(cancellationToken);
        return steps.Where(step => step.Governs).OrderBy(step => step.Height).ToLookup(step => step.Start);
    }
}
