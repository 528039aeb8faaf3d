using CCHC.Contracts.Appraisal;
using CCHC.Ranking.Data;
using MassTransit;

namespace CCHC.Ranking.Standings;

/// <summary>Takes over the council's points of every leaf, those it left as self-assessed among them.</summary>
public sealed class AppraisalCompletedConsumer(RankingDbContext db, ILogger<AppraisalCompletedConsumer> logger) : IConsumer<AppraisalCompleted>
{
    public async Task Consume(ConsumeContext<AppraisalCompleted> context)
    {
        var completed = context.Message;
        var standing = await db.LockStandingAsync(
            completed.CampaignId, completed.UnitId, completed.Leaves.Select(leaf => leaf.LeafCode), context.CancellationToken);
        foreach (var leaf in completed.Leaves.Where(_ => standing.Accepts(completed.CompletedAt)))
        {
            var told = standing.Leaf(leaf.LeafCode);
            told.Appraise(completed.CaseId, completed.CompletedAt, completed.Round, completed.Revision, leaf.Points, leaf.Applicable, leaf.Reason);
            told.CompareOpinions(completed.CompletedAt, leaf.Opinions, leaf.OpinionDeviation);
        }

        await db.SaveChangesAsync(context.CancellationToken);
        logger.LogInformation(
            "Appraisal of unit {UnitId} completed in round {Round}, revision {Revision}: {Count} leaves",
            completed.UnitId, completed.Round, completed.Revision, completed.Leaves.Count);
    }
}
