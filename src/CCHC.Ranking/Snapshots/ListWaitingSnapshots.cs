using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Snapshots;

/// <summary>What waits in all campaigns that the caller reaches, for approval or for its minute; the oldest first.</summary>
public static class ListWaitingSnapshots
{
    public sealed record Response(IReadOnlyList<Item> Items);

    /// <param name="Mine">The caller took it, so somebody else must approve it.</param>
    /// <param name="Corrects">The version of the public result that it is to take the place of.</param>
    /// <param name="PublicFrom">Null while nobody has approved it.</param>
    public sealed record Item(
        string Campaign, string CampaignName, int Number, SnapshotState State, DateTimeOffset TakenAt, string TakenBy, bool Mine, int? Corrects, DateTimeOffset? PublicFrom);

    public static async Task<Ok<Response>> Handle(CurrentUser user, RankingDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var rows = await (
                from snapshot in db.Snapshots.AsNoTracking()
                join campaign in db.Campaigns on snapshot.CampaignId equals campaign.Id
                where snapshot.State == SnapshotState.Open
                    || (snapshot.State == SnapshotState.Approved && db.Publications.Any(publication => publication.CampaignCode == campaign.Code && publication.PublicFrom > now))
                orderby snapshot.TakenAt
                select new { Snapshot = snapshot, campaign.Code, campaign.Name, campaign.OwnerUnitId })
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(
        [
            .. rows.Where(row => user.Covers(row.OwnerUnitId, Permissions.ReadWaitingSnapshots) && !(row.Snapshot.Approval?.PublicFrom <= now))
                .Select(row => new Item(
                    row.Code, row.Name, row.Snapshot.Number, row.Snapshot.State, row.Snapshot.TakenAt, row.Snapshot.TakenBy, row.Snapshot.TakenById == user.Id, row.Snapshot.Corrects,
                    row.Snapshot.Approval?.PublicFrom)),
        ]));
    }
}
