using CCHC.Ranking.Data;
using CCHC.Ranking.Remediation.Items;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation;

/// <summary>Who reaches which plans and items: offices those of their government, people of a unit the items that it has or leads.</summary>
internal static class PlanAccess
{
    public static IQueryable<RemediationPlan> ReachedBy(this IQueryable<RemediationPlan> plans, CurrentUser user, Permission permission)
    {
        if (user.Areas(permission) is not { } areas)
        {
            return plans;
        }

        return plans.Where(plan => plan.OwnerUnitId != null && areas.Contains(plan.OwnerUnitId.Value));
    }

    public static async Task<RemediationPlan?> FindPlanAsync(this RankingDbContext db, Guid id, CurrentUser user, Permission permission, CancellationToken cancellationToken) =>
        await db.RemediationPlans.ReachedBy(user, permission).SingleOrDefaultAsync(plan => plan.Id == id, cancellationToken);

    /// <summary>The plan, which changes or is approved by nobody else until the transaction ends.</summary>
    public static async Task<RemediationPlan?> LockPlanAsync(this RankingDbContext db, Guid id, CurrentUser user, Permission permission, CancellationToken cancellationToken) =>
        await db.RemediationPlans.FromSql($"SELECT *, xmin FROM remediation_plan WHERE id = {id} FOR UPDATE").ReachedBy(user, permission).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Items of the person's units. Results are known by code, so those of a unit's predecessors are found too, and those of files.</summary>
    public static async Task<IQueryable<RemediationItem>> MyItemsAsync(this RankingDbContext db, CurrentUser user, CancellationToken cancellationToken)
    {
        var ids = user.UnitIds(Permissions.CarryOutPlans).ToArray();
        var codes = ids.Length == 0 ? [] : await db.CodesOfAsync(ids, cancellationToken);
        return db.RemediationItems.Where(item =>
            (item.UnitId != null && ids.Contains(item.UnitId.Value)) || (item.LeadUnitId != null && ids.Contains(item.LeadUnitId.Value))
            || codes.Contains(item.UnitCode) || (item.LeadCode != null && codes.Contains(item.LeadCode)));
    }

    /// <summary>Codes under which campaigns have known these units and those that live on in them.</summary>
    public static async Task<string[]> CodesOfAsync(this RankingDbContext db, Guid[] unitIds, CancellationToken cancellationToken) => await db.Database.SqlQuery<string>(
        $"""
        SELECT DISTINCT named ->> 'code' AS "Value"
        FROM campaign, jsonb_array_elements(groups) AS grp, jsonb_array_elements(grp -> 'units') AS unit,
            jsonb_array_elements(jsonb_build_array(unit) || COALESCE(unit -> 'predecessors', '[]'::jsonb)) AS named
        WHERE (unit ->> 'unitId')::uuid = ANY ({unitIds})
        """).ToArrayAsync(cancellationToken);

    /// <summary>Ids of units by the code under which a campaign knows them.</summary>
    public static async Task<IReadOnlyDictionary<string, Guid>> UnitIdsAsync(this RankingDbContext db, IReadOnlyCollection<string> codes, CancellationToken cancellationToken)
    {
        var wanted = codes.ToArray();
        var known = await db.Database.SqlQuery<KnownUnit>(
            $"""
            SELECT DISTINCT named ->> 'code' AS "Code", (named ->> 'unitId')::uuid AS "UnitId"
            FROM campaign, jsonb_array_elements(groups) AS grp, jsonb_array_elements(grp -> 'units') AS unit,
                jsonb_array_elements(jsonb_build_array(unit) || COALESCE(unit -> 'predecessors', '[]'::jsonb)) AS named
            WHERE named ->> 'code' = ANY ({wanted})
            """).ToListAsync(cancellationToken);
        return known.DistinctBy(unit => unit.Code, StringComparer.Ordinal).ToDictionary(unit => unit.Code, unit => unit.UnitId, StringComparer.Ordinal);
    }

    /// <summary>One item that the person may read, with its plan.</summary>
    public static async Task<(RemediationPlan Plan, RemediationItem Item)?> FindItemAsync(this RankingDbContext db, Guid id, Guid itemId, CurrentUser user, CancellationToken cancellationToken)
    {
        if (await db.FindPlanAsync(id, user, Permissions.ReadPlans, cancellationToken) is { } reached)
        {
            return await db.RemediationItems.SingleOrDefaultAsync(item => item.Id == itemId && item.PlanId == id, cancellationToken) is { } any ? (reached, any) : null;
        }

        var mine = await db.MyItemsAsync(user, cancellationToken);
        return await mine.SingleOrDefaultAsync(item => item.Id == itemId && item.PlanId == id, cancellationToken) is { } own
            ? (await db.RemediationPlans.SingleAsync(plan => plan.Id == id, cancellationToken), own)
            : null;
    }

    /// <summary>One item of the person's units, in a plan that nobody else changes until the transaction ends.</summary>
    public static async Task<(RemediationPlan Plan, RemediationItem Item)?> LockMyItemAsync(this RankingDbContext db, Guid id, Guid itemId, CurrentUser user, CancellationToken cancellationToken)
    {
        var plan = await db.RemediationPlans.FromSql($"SELECT *, xmin FROM remediation_plan WHERE id = {id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        var mine = await db.MyItemsAsync(user, cancellationToken);
        return plan is not null && await mine.SingleOrDefaultAsync(item => item.Id == itemId && item.PlanId == id, cancellationToken) is { } own ? (plan, own) : null;
    }

    private sealed record KnownUnit(string Code, Guid UnitId);
}
