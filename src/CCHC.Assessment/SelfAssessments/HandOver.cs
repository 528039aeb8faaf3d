using CCHC.Assessment.Data;
using CCHC.Assessment.Findings;
using CCHC.Contracts.Identity;
using CCHC.EvidenceFiles.Storage;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>The officer passes the complete sheet to the head of the unit.</summary>
public static class HandOver
{
    public sealed record Response(Guid Id, SelfAssessmentStatus Status);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, AssessmentDbContext db, IEvidenceStore store, RequestArrival arrival, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = arrival.Time;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockForStatusChangeAsync(id, cancellationToken);
        var assessment = await db.SelfAssessments.OfUnitsOf(user, Roles.UnitOfficer).Include(x => x.Entries).Include(x => x.Documents).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (assessment is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == assessment.CampaignId, cancellationToken);
        campaign.RequireSelfAssessmentOpen(assessment.Round, assessment.GroupCode, assessment.UnitId, now);
        assessment.HandOver(FindingRules.Find(await SheetFacts.LoadAsync(db, store, assessment, campaign, clock, cancellationToken)));

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(assessment.Id, assessment.Status));
    }
}
