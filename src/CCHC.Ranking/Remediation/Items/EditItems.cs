using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation.Items;

/// <summary>Home affairs says what is done about one item, or about many at once, such as one criterion in all units; after approval with a reason, which is kept.</summary>
public static class EditItems
{
    private const int LongestMeasure = 4000, LongestName = 300;

    /// <param name="UnitId">From the register of units; null for an office that is only known by name.</param>
    public sealed record Lead(Guid? UnitId, [property: StringLength(100)] string? Code, [property: Required(ErrorMessage = "Ghi tên cơ quan chủ trì."), StringLength(LongestName, ErrorMessage = "Tên dài tối đa 300 ký tự.")] string Name);

    /// <summary>Null leaves as it is.</summary>
    /// <param name="Revision">That was read.</param>
    public sealed record Request(
        int? Revision, [property: StringLength(LongestMeasure, ErrorMessage = "Biện pháp dài tối đa 4.000 ký tự.")] string? Measure, Lead? Lead,
        [property: MaxLength(20, ErrorMessage = "Tối đa 20 cơ quan phối hợp.")] IReadOnlyList<string>? CoOrdinators, DateOnly? DueOn, decimal? TargetPoints,
        [property: StringLength(1000, ErrorMessage = "Lý do dài tối đa 1.000 ký tự.")] string? Reason);

    /// <param name="Ids">Of the items; null for all that the filter finds.</param>
    /// <param name="Criterion">Filters.</param>
    /// <param name="Unit">Filters.</param>
    public sealed record BulkRequest(
        [property: MaxLength(20_000)] IReadOnlyList<Guid>? Ids, string? Criterion, string? Unit,
        [property: StringLength(LongestMeasure, ErrorMessage = "Biện pháp dài tối đa 4.000 ký tự.")] string? Measure, Lead? Lead, DateOnly? DueOn,
        [property: StringLength(1000, ErrorMessage = "Lý do dài tối đa 1.000 ký tự.")] string? Reason);

    public sealed record Response(int Items, int Changed);

    public static async Task<Results<Ok<ListItems.Item>, NotFound>> One(
        Guid id, Guid itemId, Request request, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.LockPlanAsync(id, user, Permissions.MakePlans, cancellationToken) is not { } plan
            || await db.RemediationItems.SingleOrDefaultAsync(x => x.Id == itemId && x.PlanId == id, cancellationToken) is not { } item)
        {
            return TypedResults.NotFound();
        }

        item.RequireRevision(request.Revision);
        var edit = new ItemEdit(Known(request.Measure), await LeadAsync(request.Lead, db, cancellationToken), Names(request.CoOrdinators), request.DueOn, request.TargetPoints);
        Apply(plan, [item], edit, request.Reason, user, clock, db);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(ListItems.Item.Of(item, plan, clock.Today()));
    }

    public static async Task<Results<Ok<Response>, NotFound>> Many(Guid id, BulkRequest request, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (Known(request.Measure) is null && request.Lead is null && request.DueOn is null)
        {
            throw new InvalidInputException("measure", "Ghi ít nhất một trong ba: biện pháp, cơ quan chủ trì, thời hạn.");
        }

        if (request.Ids is not { Count: > 0 } && string.IsNullOrEmpty(request.Criterion) && string.IsNullOrEmpty(request.Unit))
        {
            throw new InvalidInputException("ids", "Chọn các nội dung cần sửa, hoặc một tiêu chí, một đơn vị.");
        }

        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.LockPlanAsync(id, user, Permissions.MakePlans, cancellationToken) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var (ids, criterion, unit) = (request.Ids?.ToArray() ?? [], request.Criterion, request.Unit);
        var items = await db.RemediationItems.Where(item => item.PlanId == id && (ids.Length == 0 || ids.Contains(item.Id))
            && (string.IsNullOrEmpty(criterion) || item.CriterionCode == criterion) && (string.IsNullOrEmpty(unit) || item.UnitCode == unit)).OrderBy(item => item.Position).ToListAsync(cancellationToken);
        if (ids.Length > 0 && items.Count < ids.Distinct().Count())
        {
            throw new InvalidInputException("ids", "Có nội dung được chọn không thuộc kế hoạch này, hoặc không thuộc tiêu chí, đơn vị đã chọn.");
        }

        var changed = Apply(plan, items, new ItemEdit(Known(request.Measure), await LeadAsync(request.Lead, db, cancellationToken), CoOrdinators: null, request.DueOn), request.Reason, user, clock, db);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(items.Count, changed));
    }

    internal static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();

    internal static IReadOnlyList<string>? Names(IReadOnlyList<string>? names) => names?.Any(name => name.Length > LongestName) == true
        ? throw new InvalidInputException("coOrdinators", "Tên cơ quan phối hợp dài tối đa 300 ký tự.")
        : names is null ? null : [.. names.Select(Known).OfType<string>()];

    internal static void RequireRevision(this RemediationItem item, int? revision)
    {
        if (revision is { } read && read != item.Revision)
        {
            throw new DbUpdateConcurrencyException("The item has changed since it was read.");
        }
    }

    /// <summary>How many items are others now.</summary>
    private static int Apply(RemediationPlan plan, List<RemediationItem> items, ItemEdit edit, string? reason, CurrentUser user, TimeProvider clock, RankingDbContext db)
    {
        var (today, now) = (clock.Today(), clock.GetUtcNow());
        plan.RequireOpen(today);
        var changed = 0;
        foreach (var item in items)
        {
            var changes = item.Edit(edit, plan, today);
            if (changes.Count == 0)
            {
                continue;
            }

            changed++;
            if (plan.ApprovedAt is null)
            {
                continue;
            }

            db.RemediationEntries.Add(new ItemEntry
            {
                Id = Guid.CreateVersion7(), ItemId = item.Id, Kind = ItemEntryKind.Change, At = now, ById = user.Id, By = user.DisplayName, Changes = changes,
                Text = Known(reason) ?? throw new RuleViolationException("remediation-item.reason-missing", "Kế hoạch đã được phê duyệt: ghi lý do điều chỉnh.") { Field = "reason" },
            });
        }

        return changed;
    }

    /// <summary>A unit that a campaign knows is taken by its code.</summary>
    private static async Task<LeadUnit?> LeadAsync(Lead? lead, RankingDbContext db, CancellationToken cancellationToken)
    {
        if (lead is null)
        {
            return null;
        }

        var code = Known(lead.Code);
        return new LeadUnit(
            lead.UnitId ?? (code is not null && (await db.UnitIdsAsync([code], cancellationToken)).TryGetValue(code, out var known) ? known : null), code, lead.Name.Trim().Normalize());
    }
}
