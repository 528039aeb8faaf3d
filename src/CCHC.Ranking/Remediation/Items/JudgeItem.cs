using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation.Items;

/// <summary>Home affairs agrees that an item is done, or gives it back and says why.</summary>
public static class JudgeItem
{
    public sealed record ConfirmRequest([property: StringLength(1000, ErrorMessage = "Ghi chú dài tối đa 1.000 ký tự.")] string? Note);

    public sealed record ReturnRequest(
        [property: Required(ErrorMessage = "Ghi lý do trả lại."), StringLength(1000, ErrorMessage = "Lý do dài tối đa 1.000 ký tự.")] string Reason);

    public static Task<Results<Ok<ListItems.Item>, NotFound>> Confirm(
        Guid id, Guid itemId, ConfirmRequest request, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        JudgeAsync(id, itemId, ItemEntryKind.Confirmation, EditItems.Known(request.Note) ?? "", item => item.Confirm(), user, db, clock, cancellationToken);

    public static Task<Results<Ok<ListItems.Item>, NotFound>> Return(
        Guid id, Guid itemId, ReturnRequest request, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken) =>
        JudgeAsync(id, itemId, ItemEntryKind.Return, request.Reason.Trim().Normalize(), item => item.Return(), user, db, clock, cancellationToken);

    private static async Task<Results<Ok<ListItems.Item>, NotFound>> JudgeAsync(
        Guid id, Guid itemId, ItemEntryKind kind, string text, Action<RemediationItem> judge, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        if (await db.LockPlanAsync(id, user, Permissions.MakePlans, cancellationToken) is not { } plan
            || await db.RemediationItems.SingleOrDefaultAsync(x => x.Id == itemId && x.PlanId == id, cancellationToken) is not { } item)
        {
            return TypedResults.NotFound();
        }

        var today = clock.Today();
        plan.RequireApproved(today);
        judge(item);
        db.RemediationEntries.Add(new ItemEntry
        {
            Id = Guid.CreateVersion7(), ItemId = item.Id, Kind = kind, At = clock.GetUtcNow(), ById = user.Id, By = user.DisplayName, Text = text, State = item.State, Percent = item.Percent,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(ListItems.Item.Of(item, plan, today));
    }
}
