using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>Difficulties and proposals for the report: of the sheet by the unit that submits, of its part by a responsible unit.</summary>
public static class DescribeSituation
{
    public sealed record Request([property: StringLength(20000)] string? Difficulties, [property: StringLength(20000)] string? Proposals);

    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, AssessmentDbContext db, RequestArrival arrival, CancellationToken cancellationToken)
    {
        var now = arrival.Time;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockForStatusChangeAsync(id, cancellationToken);
        var assessment = await db.SelfAssessments.AnsweredByUnitsOf(user).Include(x => x.Contributions).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        var units = user.UnitIds(Permissions.FillSheets);
        if (assessment is null || !(units.Contains(assessment.SubmittingUnitId) || assessment.Contributions.Any(x => units.Contains(x.UnitId))))
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(x => x.Id == assessment.CampaignId, cancellationToken);
        campaign.RequireSelfAssessmentOpen(assessment.Round, assessment.GroupCode, assessment.UnitId, now);
        assessment.Describe(new Narrative(request.Difficulties, request.Proposals), units, user.UnitIds(Roles.UnitHead).Contains(assessment.SubmittingUnitId));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
