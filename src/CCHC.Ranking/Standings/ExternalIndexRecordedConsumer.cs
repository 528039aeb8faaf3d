using CCHC.Contracts.Survey;
using CCHC.Ranking.Data;
using MassTransit;

namespace CCHC.Ranking.Standings;

/// <summary>Takes over the points of a leaf that is measured elsewhere.</summary>
public sealed class ExternalIndexRecordedConsumer(RankingDbContext db, ILogger<ExternalIndexRecordedConsumer> logger) : IConsumer<ExternalIndexRecorded>
{
    public async Task Consume(ConsumeContext<ExternalIndexRecorded> context)
    {
        var recorded = context.Message;
        var standing = await db.LockStandingAsync(recorded.CampaignId, recorded.UnitId, [recorded.LeafCode], context.CancellationToken);
        standing.Leaf(recorded.LeafCode).RecordExternal(recorded.Revision, recorded.Points);

        await db.SaveChangesAsync(context.CancellationToken);
        logger.LogInformation(
            "External index of leaf {LeafCode} of unit {UnitId} recorded, revision {Revision}", recorded.LeafCode, recorded.UnitId, recorded.Revision);
    }
}
