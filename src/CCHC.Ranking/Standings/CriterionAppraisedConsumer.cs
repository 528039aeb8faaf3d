using CCHC.Contracts.Appraisal;
using CCHC.Ranking.Data;
using MassTransit;

namespace CCHC.Ranking.Standings;

/// <summary>Puts the council's points of one leaf in place of the unit's own.</summary>
public sealed class CriterionAppraisedConsumer(RankingDbContext db, ILogger<CriterionAppraisedConsumer> logger) : IConsumer<CriterionAppraised>
{
    public async Task Consume(ConsumeContext<CriterionAppraised> context)
    {
        var appraised = context.Message;
        var standing = await db.LockStandingAsync(appraised.CampaignId, appraised.UnitId, [appraised.LeafCode], context.CancellationToken);
        if (standing.Accepts(appraised.AppraisedAt))
        {
            standing.Leaf(appraised.LeafCode).Appraise(
                appraised.CaseId, appraised.AppraisedAt, appraised.Round, appraised.Revision, appraised.Points, appraised.Applicable, appraised.Reason);
        }

        await db.SaveChangesAsync(context.CancellationToken);
        logger.LogInformation(
            "Leaf {LeafCode} of unit {UnitId} appraised in round {Round}, revision {Revision}",
            appraised.LeafCode, appraised.UnitId, appraised.Round, appraised.Revision);
    }
}
