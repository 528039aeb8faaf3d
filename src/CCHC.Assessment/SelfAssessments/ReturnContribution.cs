using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>The collector gives a delivered part back to its unit, with remarks.</summary>
public static class ReturnContribution
{
    public sealed record Request([property: Required(ErrorMessage = "Ghi nội dung cần sửa trước khi trả lại."), StringLength(4000)] string Remarks);

    public sealed record Response(Guid Id, Guid UnitId);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Guid unitId, Request request, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockForStatusChangeAsync(id, cancellationToken);
        var assessment = await db.SelfAssessments.OfUnitsOf(user, Roles.UnitOfficer, Roles.UnitHead).Include(x => x.Contributions)
            .SingleOrDefaultAsync(x => x.Id == id && x.Contributions.Any(contribution => contribution.UnitId == unitId), cancellationToken);
        if (assessment is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(x => x.Id == assessment.CampaignId, cancellationToken);
        campaign.RequireSelfAssessmentOpen(assessment.Round, assessment.GroupCode, assessment.UnitId, clock.GetUtcNow());
        assessment.TakeBack(unitId, request.Remarks);

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(assessment.Id, unitId));
    }
}
