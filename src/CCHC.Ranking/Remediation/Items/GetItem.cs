using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation.Items;

/// <summary>One item with all that was told and decided about it.</summary>
public static class GetItem
{
    public sealed record Entry(
        ItemEntryKind Kind, DateTimeOffset At, string By, string Text, ItemState? State, int? Percent, decimal? ExpectedPoints, string? Evidence, IReadOnlyList<string> Changes);

    /// <param name="LastDay">Of the plan.</param>
    /// <param name="MayEdit">The caller makes the plan.</param>
    /// <param name="MayReport">The caller is of the unit or of the lead.</param>
    /// <param name="History">The latest first.</param>
    public sealed record Response(ListItems.Item Item, DateOnly LastDay, bool MayEdit, bool MayReport, IReadOnlyList<Entry> History);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, Guid itemId, CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindItemAsync(id, itemId, user, cancellationToken) is not var (plan, item))
        {
            return TypedResults.NotFound();
        }

        var history = await db.RemediationEntries.AsNoTracking().Where(entry => entry.ItemId == itemId).OrderByDescending(entry => entry.At).ThenByDescending(entry => entry.Id)
            .Select(entry => new Entry(entry.Kind, entry.At, entry.By, entry.Text, entry.State, entry.Percent, entry.ExpectedPoints, entry.Evidence, entry.Changes)).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(
            ListItems.Item.Of(item, plan, clock.Today()), plan.LastDay, user.Covers(plan.OwnerUnitId, Permissions.MakePlans),
            await (await db.MyItemsAsync(user, cancellationToken)).AnyAsync(mine => mine.Id == itemId, cancellationToken), history));
    }
}
