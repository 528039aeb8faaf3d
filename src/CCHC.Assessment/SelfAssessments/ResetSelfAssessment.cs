using CCHC.Assessment.Data;
using CCHC.Assessment.Evidence;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>Puts a sheet of a practice copy back to its start; the council's case and the unit's points are dropped.</summary>
public static class ResetSelfAssessment
{
    public sealed record Response(Guid Id, SelfAssessmentStatus Status);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, AssessmentDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockForStatusChangeAsync(id, cancellationToken);
        var assessment = await db.SelfAssessments.Include(x => x.Entries).Include(x => x.Documents).Include(x => x.CouncilPoints).Include(x => x.Contributions).Include(x => x.Submissions)
            .AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (assessment is null
            || !(user.Covers(assessment.OwnerUnitId, Roles.HomeAffairs) || user.UnitIds(Permissions.FillSheets).Contains(assessment.SubmittingUnitId)))
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == assessment.CampaignId, cancellationToken);
        if (!campaign.Practice)
        {
            throw new RuleViolationException("self-assessment.not-practice", "Chỉ đưa được phiếu của kỳ tập huấn về trạng thái ban đầu.");
        }

        await db.DiscardFilesAsync(assessment.Documents, cancellationToken);
        await db.Uploads.Where(upload => upload.SelfAssessmentId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Comments.Where(comment => comment.SelfAssessmentId == id).ExecuteDeleteAsync(cancellationToken);
        events.Publish(assessment.Reset(campaign.SetOf(assessment.GroupCode), clock.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(assessment.Id, assessment.Status));
    }
}
