using CCHC.Contracts.Criteria;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Whose sets a person sees and writes: those of the governments the role reaches; the province's are readable by all who read sets.</summary>
internal static class SetAccess
{
    private static readonly string[] _comparers = [.. Permissions.CompareSets.Roles.Except([Roles.UnitOfficer, Roles.UnitHead], StringComparer.Ordinal)];

    public static IQueryable<CriteriaSet> ReadableBy(this IQueryable<CriteriaSet> sets, CurrentUser user) => sets.WithinReachOf(user, Permissions.ReadSets.Roles);

    public static IQueryable<CriteriaSet> ComparableBy(this IQueryable<CriteriaSet> sets, CurrentUser user) => sets.WithinReachOf(user, _comparers);

    /// <summary>Whether an open campaign measures, by this set, a unit for which the person enters data.</summary>
    public static Task<bool> MeasuresUnitOfAsync(this CriteriaDbContext db, Guid setId, CurrentUser user, CancellationToken cancellationToken)
    {
        var units = user.UnitIds(Roles.UnitOfficer, Roles.UnitHead);
        return db.Campaigns.AnyAsync(
            campaign => campaign.Phase != CampaignPhase.Draft
                && campaign.Groups.Any(group => group.CriteriaSet.Id == setId && group.Members.Any(member => units.Contains(member.UnitId))),
            cancellationToken);
    }

    public static IQueryable<CriteriaSet> WritableBy(this IQueryable<CriteriaSet> sets, CurrentUser user) => user.Areas(Permissions.WriteSets) is { } areas
        ? sets.Where(set => set.OwnerUnitId != null && areas.Contains(set.OwnerUnitId.Value))
        : sets;

    public static bool CanWrite(this CurrentUser user, Guid? owner) => user.Covers(owner, Permissions.WriteSets);

    public static bool CanOversee(this CurrentUser user, Guid? owner) => user.Covers(owner, Permissions.ReadSets);

    /// <summary>Who will own a new set: the unit asked for, else the province, else the one government the officer works for.</summary>
    public static async Task<Guid?> OwnerOfNewSetAsync(this CriteriaDbContext db, CurrentUser user, Guid? asked, CancellationToken cancellationToken)
    {
        var owner = asked ?? (user.Areas(Permissions.WriteSets) is [var only] ? only : null);
        if (!user.CanWrite(owner))
        {
            throw new RuleViolationException("criteria-set.owner-foreign", "Đồng chí không phụ trách đơn vị này: chọn đơn vị mình phụ trách.");
        }

        if (owner is { } id && !await db.Units.AnyAsync(unit => unit.Id == id, cancellationToken))
        {
            throw new RuleViolationException("criteria-set.owner-unknown", "Đơn vị chủ quản không có trong danh mục: chọn lại đơn vị.");
        }

        return owner;
    }

    public static async Task RequireFreeCodeAsync(this CriteriaDbContext db, string code, CancellationToken cancellationToken)
    {
        if (await db.CriteriaSets.AnyAsync(set => set.Code == code, cancellationToken))
        {
            throw new RuleViolationException("criteria-set.code-taken", $"Đã có bộ tiêu chí mang mã {code}: chọn mã khác.");
        }
    }

    /// <summary>Refuses to write over what another officer changed in the meantime.</summary>
    public static void RequireRevision(this CriteriaSet set, string? ifMatch)
    {
        if (ifMatch is not null && ifMatch.Trim('"') != set.RowVersion.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw new DbUpdateConcurrencyException("The set was changed since it was read.");
        }
    }

    private static IQueryable<CriteriaSet> WithinReachOf(this IQueryable<CriteriaSet> sets, CurrentUser user, string[] roles) => user.Areas(roles) is { } areas
        ? sets.Where(set => areas.Count > 0 && (set.OwnerUnitId == null || areas.Contains(set.OwnerUnitId.Value)))
        : sets;
}
