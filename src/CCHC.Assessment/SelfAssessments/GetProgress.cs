using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>Who is where in a campaign.</summary>
public static class GetProgress
{
    public sealed record Item(
        Guid UnitId, string UnitCode, string UnitName, string GroupCode, SelfAssessmentStatus Status, int Round, int Filled, int LeafCount,
        decimal SelfPoints, decimal MaxPoints, DateTimeOffset? SubmittedAt, bool PhaseOpen, DateTimeOffset? ClosesAt);

    public sealed record Response(IReadOnlyList<Item> Items, int Total, bool Practice, Guid? OwnerUnitId);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid campaignId, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleOrDefaultAsync(x => x.Id == campaignId, cancellationToken);
        if (campaign is null
            || !user.Covers(campaign.OwnerUnitId, Permissions.FollowProgress))
        {
            return TypedResults.NotFound();
        }

        var assessments = await db.SelfAssessments.AsNoTracking().WithoutConflict(db, user).Include(x => x.Entries).Where(x => x.CampaignId == campaignId)
            .OrderBy(x => x.GroupCode).ThenBy(x => EF.Functions.Collate(x.UnitName, "vi-x-icu"))
            .ToListAsync(cancellationToken);
        var items = assessments.Select(assessment =>
        {
            var totals = SelfAssessmentTotals.Of(campaign.SetOf(assessment.GroupCode), assessment.Entries);
            var window = campaign.SelfAssessmentWindow(assessment.Round, assessment.GroupCode, assessment.UnitId, clock.GetUtcNow());
            return new Item(
                assessment.UnitId, assessment.UnitCode, assessment.UnitName, assessment.GroupCode, assessment.Status, assessment.Round,
                totals.Filled, assessment.LeafCount, totals.Points, totals.MaxPoints, assessment.SubmittedAt,
                window.TakesWork, window.ClosesAt);
        }).ToList();

        return TypedResults.Ok(new Response(items, items.Count, campaign.Practice, campaign.OwnerUnitId));
    }
}
