using CCHC.Contracts.Assessment;
using CCHC.Ranking.Data;
using MassTransit;

namespace CCHC.Ranking.Standings;

/// <summary>Takes over the unit's own points; they count until the council has appraised the leaf.</summary>
public sealed class SelfAssessmentSubmittedConsumer(RankingDbContext db, ILogger<SelfAssessmentSubmittedConsumer> logger) : IConsumer<SelfAssessmentSubmitted>
{
    public async Task Consume(ConsumeContext<SelfAssessmentSubmitted> context)
    {
        var submitted = context.Message;
        var standing = await db.LockStandingAsync(
            submitted.CampaignId, submitted.UnitId, submitted.Leaves.Select(leaf => leaf.LeafCode), context.CancellationToken);
        foreach (var leaf in submitted.Leaves.Where(_ => standing.Accepts(submitted.Revision)))
        {
            standing.Leaf(leaf.LeafCode).SelfAssess(submitted.Round, submitted.Revision, leaf.Points, leaf.Applicable, leaf.DocumentHashes);
        }

        await db.SaveChangesAsync(context.CancellationToken);
        logger.LogInformation(
            "Self-assessment of unit {UnitId}, round {Round}, revision {Revision}: {Count} leaves",
            submitted.UnitId, submitted.Round, submitted.Revision, submitted.Leaves.Count);
    }
}
