using CCHC.Assessment.Data;
using CCHC.Contracts.Appraisal;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>Shows the unit what the council gave, for the supplement of the next round.</summary>
public sealed class AppraisalCompletedConsumer(AssessmentDbContext db, ILogger<AppraisalCompletedConsumer> logger) : IConsumer<AppraisalCompleted>
{
    public async Task Consume(ConsumeContext<AppraisalCompleted> context)
    {
        var completed = context.Message;
        var assessment = await db.SelfAssessments.Include(x => x.CouncilPoints).Include(x => x.Entries).Include(x => x.Submissions.OrderBy(submission => submission.Number)).AsSplitQuery()
            .SingleAsync(x => x.CampaignId == completed.CampaignId && x.UnitId == completed.UnitId, context.CancellationToken);
        assessment.RecordAppraisal(completed);
        logger.LogInformation("Council's points of round {Round} are shown to {Unit}", completed.Round, assessment.UnitCode);
    }
}
