using CCHC.Ranking.Data;
using CCHC.RankingArchive;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Heads;

/// <summary>That the head of a unit (người đứng đầu) has another class than the unit, or the unit's again; never changed, the newest holds.</summary>
public sealed class HeadDecision
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid UnitId { get; init; }

    /// <summary>One of the group's; null for that of the unit, whatever it will be.</summary>
    public required string? Class { get; init; }

    public required string Reason { get; init; }
    public required Guid DecidedBy { get; init; }
    public required string DecidedByName { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }
}

internal static class HeadDecisions
{
    /// <summary>All of a campaign by unit, the newest first.</summary>
    public static async Task<ILookup<Guid, HeadDecision>> HeadDecisionsAsync(this RankingDbContext db, Guid campaignId, CancellationToken cancellationToken) =>
        (await db.HeadDecisions.AsNoTracking().Where(decision => decision.CampaignId == campaignId).OrderByDescending(decision => decision.Id).ToListAsync(cancellationToken))
        .ToLookup(decision => decision.UnitId);

    /// <summary>What the newest decision makes of the class of the unit; null where the head has the unit's, and where the unit has no index.</summary>
    /// <param name="decisions">Of the unit, the newest first.</param>
    /// <param name="index">Of the unit, in percent.</param>
    /// <param name="unitClass">That it reached.</param>
    public static HeadClass? Holding(this IEnumerable<HeadDecision> decisions, decimal? index, string? unitClass) =>
        index is not null && decisions.FirstOrDefault() is { Class: { } decided } decision && decided != unitClass ? new HeadClass(decided, decision.Reason) : null;
}
