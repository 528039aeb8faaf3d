using CCHC.Contracts.Appraisal;
using CCHC.Ranking.Data;
using MassTransit;

namespace CCHC.Ranking.Standings;

/// <summary>Puts the council's points of many leaves of one unit in place of its own, or the unit's own back.</summary>
public sealed class CriteriaAppraisedConsumer(RankingDbContext db, ILogger<CriteriaAppraisedConsumer> logger) : IConsumer<CriteriaAppraised>
{
    public async Task Consume(ConsumeContext<CriteriaAppraised> context)
    {
        var appraised = context.Message;
        var standing = await db.LockStandingAsync(appraised.CampaignId, appraised.UnitId, appraised.Leaves.Select(leaf => leaf.LeafCode), context.CancellationToken);
        foreach (var leaf in appraised.Leaves.Where(_ => standing.Accepts(appraised.AppraisedAt)))
        {
            standing.Leaf(leaf.LeafCode).Appraise(
                appraised.CaseId, appraised.AppraisedAt, appraised.Round, appraised.Revision, leaf.Points, leaf.Points is null ? null : leaf.Applicable, leaf.Reason);
        }

        await db.SaveChangesAsync(context.CancellationToken);
        logger.LogInformation(
            "{Count} leaves of unit {UnitId} appraised in round {Round}, revision {Revision}", appraised.Leaves.Count, appraised.UnitId, appraised.Round, appraised.Revision);
    }
}
