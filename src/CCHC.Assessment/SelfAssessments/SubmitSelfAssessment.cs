using CCHC.Assessment.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>The head submits the sheet and answers for it; the council and the ranking are told.</summary>
public static class SubmitSelfAssessment
{
    public sealed record Response(Guid Id, decimal SelfPoints, DateTimeOffset SubmittedAt);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, AssessmentDbContext db, IEventPublisher events, TimeProvider clock,
        ILogger<SelfAssessment> logger, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockForStatusChangeAsync(id, cancellationToken);
        var assessment = await db.SelfAssessments.OfUnitsOf(user, Roles.UnitHead).Include(x => x.Entries).Include(x => x.Documents).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (assessment is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == assessment.CampaignId, cancellationToken);
        var now = clock.GetUtcNow();
        campaign.RequireSelfAssessmentOpen(assessment.Round, assessment.GroupCode, assessment.UnitId, now);
        var set = campaign.SetOf(assessment.GroupCode);
        assessment.Submit(set, user.DisplayName, now);

        events.Publish(assessment.ToSubmittedEvent()); // a row in the outbox; it leaves with the commit below
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        logger.LogInformation("Self-assessment of {Unit} was submitted for round {Round}", assessment.UnitCode, assessment.Round);
        return TypedResults.Ok(new Response(assessment.Id, SelfAssessmentTotals.Of(set, assessment.Entries).Points, assessment.SubmittedAt!.Value));
    }
}
