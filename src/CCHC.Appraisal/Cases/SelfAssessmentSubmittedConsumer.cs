using CCHC.Appraisal.Data;
using CCHC.Appraisal.IndependentScoring;
using CCHC.Contracts.Assessment;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Cases;

/// <summary>Opens the unit's case, or its next round. The campaign's copy may come later: a case needs it only to be judged and to be shown with names.</summary>
public sealed class SelfAssessmentSubmittedConsumer(AppraisalDbContext db, ILogger<SelfAssessmentSubmittedConsumer> logger) : IConsumer<SelfAssessmentSubmitted>
{
    public async Task Consume(ConsumeContext<SelfAssessmentSubmitted> context)
    {
        var submission = context.Message;
        await db.LockUnitAsync(submission.CampaignId, submission.UnitId, context.CancellationToken);
        if (await db.CaseResets.AnyAsync(
            x => x.CampaignId == submission.CampaignId && x.UnitId == submission.UnitId && x.Revision >= submission.Revision, context.CancellationToken))
        {
            logger.LogInformation("Unit {Unit}: submission revision {Revision} is void, the practice sheet was reset", submission.UnitId, submission.Revision);
            return;
        }

        var appraisalCase = await db.Cases
            .FromSql($"SELECT * FROM appraisal_cases WHERE campaign_id = {submission.CampaignId} AND unit_id = {submission.UnitId} FOR UPDATE")
            .SingleOrDefaultAsync(context.CancellationToken);
        if (appraisalCase is null)
        {
            appraisalCase = AppraisalCase.Open(submission);
            db.Cases.Add(appraisalCase);
            logger.LogInformation("Case {Case} of unit {Unit} opened for round {Round}", appraisalCase.Id, submission.UnitId, submission.Round);
            return;
        }

        // After the lock, so that these are what the last holder of it left.
        await db.Entry(appraisalCase).Collection(x => x.Leaves).LoadAsync(context.CancellationToken);
        await db.Entry(appraisalCase).Collection(x => x.Completions).LoadAsync(context.CancellationToken);
        if (appraisalCase.Receive(submission))
        {
            await db.SaveChangesAsync(context.CancellationToken);
            await db.ReopenPartsAsync(appraisalCase.Id, appraisalCase.Round, context.CancellationToken);
            logger.LogInformation("Case {Case} of unit {Unit} refreshed for round {Round}", appraisalCase.Id, submission.UnitId, submission.Round);
        }
        else
        {
            logger.LogInformation("Case {Case}: submission revision {Revision} is older than the one held", appraisalCase.Id, submission.Revision);
        }
    }
}
