using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Data;
using CCHC.Assessment.Findings;
using CCHC.Assessment.SelfAssessments;
using CCHC.Contracts.Identity;
using CCHC.EvidenceFiles.Storage;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Submissions;

/// <summary>The head submits the sheet and answers for it; what was submitted is kept, and the council and the ranking are told.</summary>
public static class SubmitSelfAssessment
{
    /// <param name="AcceptedWarnings">Keys of the findings that the head has ticked.</param>
    public sealed record Request([property: MaxLength(2000)] IReadOnlyList<string>? AcceptedWarnings);

    public sealed record Response(Guid Id, decimal SelfPoints, DateTimeOffset SubmittedAt, int Number, int DaysLate);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Request? request, CurrentUser user, AssessmentDbContext db, KnownCampaigns campaigns, IEvidenceStore store, IEventPublisher events, RequestArrival arrival,
        TimeProvider clock, ILogger<SelfAssessment> logger, CancellationToken cancellationToken)
    {
        var arrived = arrival.Time; // before the lock: whoever waits for it at the deadline has come in time
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.LockForStatusChangeAsync(id, cancellationToken);
        var assessment = await db.SelfAssessments.OfUnitsOf(user, Roles.UnitHead).Include(x => x.Entries).Include(x => x.Documents).Include(x => x.Contributions).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (assessment is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await campaigns.GetAsync(db, assessment.CampaignId, cancellationToken);
        var window = campaign.RequireSelfAssessmentOpen(assessment.Round, assessment.GroupCode, assessment.UnitId, arrived);
        var findings = FindingRules.Find(await SheetFacts.LoadAsync(db, store, assessment, campaign, clock, cancellationToken));
        var submission = assessment.Submit(campaign, findings, (request?.AcceptedWarnings ?? []).ToHashSet(StringComparer.Ordinal), window, user.DisplayName);

        events.Publish(assessment.ToSubmittedEvent(submission)); // a row in the outbox; it leaves with the commit below
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        logger.LogInformation("Self-assessment of {Unit} was submitted for round {Round}", assessment.UnitCode, assessment.Round);
        return TypedResults.Ok(new Response(assessment.Id, submission.Points, submission.SubmittedAt, submission.Number, submission.DaysLate));
    }
}
