using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.RankingArchive;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Snapshots;

internal static class SnapshotStore
{
    /// <summary>The campaign, where one of the roles reaches its government.</summary>
    public static async Task<Campaign?> FindCampaignAsync(
        this RankingDbContext db, CampaignCache campaigns, string code, CurrentUser user, Permission permission, CancellationToken cancellationToken) =>
        await campaigns.FindAsync(db, code, cancellationToken) is { } campaign && user.Covers(campaign.OwnerUnitId, permission) ? campaign : null;

    /// <summary>Snapshots and approvals of one campaign take turns until the transaction ends.</summary>
    public static Task LockPublicationAsync(this RankingDbContext db, Guid campaignId, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"publication/{campaignId}"}, 0))", cancellationToken);

    public static Task<Snapshot?> FindSnapshotAsync(this RankingDbContext db, Guid campaignId, int number, CancellationToken cancellationToken) =>
        db.Snapshots.SingleOrDefaultAsync(snapshot => snapshot.CampaignId == campaignId && snapshot.Number == number, cancellationToken);

    public static async Task<ArchivedResult> ReadSnapshotAsync(this RankingDbContext db, Guid snapshotId, CancellationToken cancellationToken) =>
        ResultFiles.Read(Archive.Unzip(await db.SnapshotContents.Where(content => content.SnapshotId == snapshotId).Select(content => content.Files).SingleAsync(cancellationToken)));

    /// <exception cref="RuleViolationException">The council has opened the result again.</exception>
    public static async Task RequireNotReopenedAsync(this RankingDbContext db, Campaign campaign, CancellationToken cancellationToken)
    {
        if (await db.Ratifications.AnyAsync(x => x.CampaignId == campaign.Id && !x.Ratified, cancellationToken))
        {
            throw new RuleViolationException("ranking.reopened", "Hội đồng đã mở lại kết quả; chờ hội đồng thông qua lại rồi mới công bố.");
        }
    }
}
