using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Ranking.Standings;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Snapshots;

/// <summary>The snapshots of a campaign, newest first, and what is public of it.</summary>
public static class GetSnapshots
{
    /// <param name="PublicVersion">What everybody sees now; null for nothing.</param>
    /// <param name="Reopened">The council has opened its result again.</param>
    public sealed record Response(string Campaign, string CampaignName, bool Practice, int? PublicVersion, bool Reopened, IReadOnlyList<Item> Items);

    /// <param name="Mine">The caller took it, so somebody else must approve it.</param>
    /// <param name="Public">Everybody sees it, or has seen it before a corrigendum.</param>
    public sealed record Item(
        int Number, SnapshotState State, DateTimeOffset TakenAt, string TakenBy, bool Mine, string Hash, int Units, int Ranked, int? Corrects, string? Reason, int Version, bool Public,
        Approval? Approval, IReadOnlyList<SnapshotDeed> Deeds);

    public sealed record Approval(string By, DateTimeOffset At, DateTimeOffset PublicFrom, string? DecisionNumber, DateOnly? DecisionDate);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, RankingDbContext db, CampaignCache campaigns, CurrentUser user, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindCampaignAsync(campaigns, code, user, Permissions.ReadStandings, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        var now = clock.GetUtcNow();
        var snapshots = await db.Snapshots.AsNoTracking().Where(snapshot => snapshot.CampaignId == campaign.Id).OrderByDescending(snapshot => snapshot.Number).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(
            campaign.Code, campaign.Name, campaign.Practice,
            await db.PublicVersionAsync(campaign.Code, now, cancellationToken),
            await db.Ratifications.AnyAsync(x => x.CampaignId == campaign.Id && !x.Ratified, cancellationToken),
            [.. snapshots.Select(snapshot => ToItem(snapshot, user.Id, now))]));
    }

    internal static Item ToItem(Snapshot snapshot, Guid userId, DateTimeOffset now) => new(
        snapshot.Number, snapshot.State, snapshot.TakenAt, snapshot.TakenBy, snapshot.TakenById == userId, snapshot.Hash, snapshot.Units, snapshot.Ranked, snapshot.Corrects,
        snapshot.CorrectionReason, snapshot.Version, snapshot.Approval?.PublicFrom <= now,
        snapshot.Approval is { } approval ? new Approval(approval.By, approval.At, approval.PublicFrom, approval.DecisionNumber, approval.DecisionDate) : null, snapshot.Deeds);

    private static Task<int?> PublicVersionAsync(this RankingDbContext db, string code, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Publications.Where(publication => publication.CampaignCode == code && publication.PublicFrom <= now).MaxAsync(publication => (int?)publication.Version, cancellationToken);
}
