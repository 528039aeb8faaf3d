using CCHC.Contracts.Assessment;
using CCHC.Ranking.Data;
using MassTransit;

namespace CCHC.Ranking.Standings;

/// <summary>Drops what a unit and the council scored on a practice sheet that was put back to its start.</summary>
public sealed class SelfAssessmentResetConsumer(RankingDbContext db, ILogger<SelfAssessmentResetConsumer> logger) : IConsumer<SelfAssessmentReset>
{
    public async Task Consume(ConsumeContext<SelfAssessmentReset> context)
    {
        var reset = context.Message;
        var standing = await db.LockStandingAsync(reset.CampaignId, reset.UnitId, leafCodes: null, context.CancellationToken);
        standing.Reset(reset.Revision, reset.ResetAt);

        await db.SaveChangesAsync(context.CancellationToken);
        logger.LogInformation("Practice sheet of unit {UnitId} was reset, revision {Revision}", reset.UnitId, reset.Revision);
    }
}
