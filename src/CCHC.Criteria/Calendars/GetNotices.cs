using CCHC.Contracts.Identity;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Calendars;

/// <summary>The newest reminder of every deadline that is still waited for, for the caller's units and for what the caller runs; the nearest first.</summary>
public static class GetNotices
{
    public sealed record Item(
        Guid Id, Guid CampaignId, string CampaignName, bool Practice, NoticeKind Kind, string Text, DateTimeOffset DueAt, int DaysBefore, bool Overdue, DateTimeOffset CreatedAt);

    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Ok<Response>> Handle(CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var units = user.UnitIds(Roles.UnitOfficer, Roles.UnitHead);
        var run = db.Campaigns.ManagedBy(user).Select(campaign => campaign.Id);
        var now = clock.GetUtcNow();
        var rows = await (
                from notice in db.Notices.AsNoTracking()
                join campaign in db.Campaigns on notice.CampaignId equals campaign.Id
                where units.Contains(notice.UnitId) || (notice.UnitId == Guid.Empty && run.Contains(notice.CampaignId))
                select new { Notice = notice, campaign.Name, campaign.Practice })
            .ToListAsync(cancellationToken);

        if (rows.Count == 0)
        {
            return TypedResults.Ok(new Response([]));
        }

        // What was done, moved or passed over since is not waited for any more.
        var waited = await WaitedForAsync(db, [.. rows.Select(row => row.Notice.CampaignId).Distinct()], cancellationToken);
        return TypedResults.Ok(new Response(
        [
            .. rows.Where(row => waited.Contains((row.Notice.CampaignId, row.Notice.Subject, row.Notice.UnitId, row.Notice.DueAt)))
                .GroupBy(row => (row.Notice.CampaignId, row.Notice.Subject, row.Notice.UnitId))
                .Select(group => group.MaxBy(row => row.Notice.Id)!)
                .OrderBy(row => row.Notice.DueAt)
                .Select(row => new Item(
                    row.Notice.Id, row.Notice.CampaignId, row.Name, row.Practice, row.Notice.Kind, row.Notice.Text, row.Notice.DueAt, row.Notice.DaysBefore,
                    now >= row.Notice.DueAt, row.Notice.CreatedAt)),
        ]));
    }

    private static async Task<HashSet<(Guid CampaignId, string Subject, Guid UnitId, DateTimeOffset DueAt)>> WaitedForAsync(
        CriteriaDbContext db, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var campaigns = await db.Campaigns.AsNoTracking().WithDeadlines().Where(campaign => ids.Contains(campaign.Id)).ToListAsync(cancellationToken);
        return [.. campaigns.SelectMany(campaign => Reminders.Deadlines(campaign).Select(deadline => (campaign.Id, deadline.Subject, deadline.UnitId, deadline.DueAt)))];
    }
}
