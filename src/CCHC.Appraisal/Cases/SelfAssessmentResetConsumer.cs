using CCHC.Appraisal.Data;
using CCHC.Contracts.Assessment;
using MassTransit;

namespace CCHC.Appraisal.Cases;

/// <summary>Drops the case of a unit whose practice sheet was put back to its start, unless a later submission has opened a new one.</summary>
public sealed class SelfAssessmentResetConsumer(AppraisalDbContext db, ILogger<SelfAssessmentResetConsumer> logger) : IConsumer<SelfAssessmentReset>
{
    public async Task Consume(ConsumeContext<SelfAssessmentReset> context)
    {
        var reset = context.Message;
        await db.LockUnitAsync(reset.CampaignId, reset.UnitId, context.CancellationToken);
        var known = await db.CaseResets.FindAsync([reset.CampaignId, reset.UnitId], context.CancellationToken);
        if (known is null)
        {
            db.CaseResets.Add(new CaseReset { CampaignId = reset.CampaignId, UnitId = reset.UnitId, Revision = reset.Revision });
        }
        else
        {
            known.Revision = Math.Max(known.Revision, reset.Revision);
        }

        var dropped = await db.DeleteCasesAsync(
            x => x.CampaignId == reset.CampaignId && x.UnitId == reset.UnitId && x.SubmissionRevision <= reset.Revision, context.CancellationToken);
        logger.LogInformation("Practice sheet of unit {Unit} was reset: {Cases} case dropped", reset.UnitId, dropped);
    }
}
