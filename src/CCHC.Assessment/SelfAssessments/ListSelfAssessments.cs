using CCHC.Assessment.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>The sheets the caller's units have a part in, the latest campaign first, with how far that part is.</summary>
public static class ListSelfAssessments
{
    public sealed record Item(
        Guid Id, Guid CampaignId, string CampaignName, int Year, Guid UnitId, string UnitCode, string UnitName, string GroupCode, int Round, int Rounds,
        bool PhaseOpen, SelfAssessmentStatus Status, int Filled, int LeafCount, decimal SelfPoints, decimal MaxPoints, DateTimeOffset? SubmittedAt,
        DateTimeOffset? ClosesAt, bool Practice, Guid? OwnerUnitId, Guid? CollectorUnitId, int MyLeaves, int MyFilled);

    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize);

    public static async Task<Ok<Response>> Handle(
        CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken, Guid? campaignId = null, int page = 1, int pageSize = 20)
    {
        (page, pageSize) = (Math.Max(page, 1), Math.Clamp(pageSize, 1, 100));
        var sheets = db.SelfAssessments.AsNoTracking().AnsweredByUnitsOf(user)
            .Where(assessment => campaignId == null || assessment.CampaignId == campaignId);
        var total = await sheets.CountAsync(cancellationToken);
        var assessments = await sheets.Include(x => x.Entries)
            .OrderByDescending(x => x.Id).Page(page, pageSize)
            .ToListAsync(cancellationToken);
        var campaignIds = assessments.Select(x => x.CampaignId).Distinct().ToList();
        var campaigns = await db.Campaigns.AsNoTracking().Include(x => x.Groups).Where(x => campaignIds.Contains(x.Id)).ToDictionaryAsync(x => x.Id, cancellationToken);

        var (units, now) = (user.UnitIds(Permissions.FillSheets), clock.GetUtcNow());
        var items = assessments.Select(assessment =>
        {
            var campaign = campaigns[assessment.CampaignId];
            var totals = SelfAssessmentTotals.Of(campaign.SetOf(assessment.GroupCode), assessment.Entries);
            var window = campaign.SelfAssessmentWindow(assessment.Round, assessment.GroupCode, assessment.UnitId, now);
            var mine = assessment.Entries.Where(entry => units.Contains(entry.ResponsibleUnitId ?? assessment.SubmittingUnitId)).ToList();
            return new Item(
                assessment.Id, campaign.Id, campaign.Name, campaign.Year, assessment.UnitId, assessment.UnitCode, assessment.UnitName, assessment.GroupCode,
                assessment.Round, campaign.Rounds, window.TakesWork, assessment.Status,
                totals.Filled, assessment.LeafCount, totals.Points, totals.MaxPoints, assessment.SubmittedAt,
                window.ClosesAt, campaign.Practice, campaign.OwnerUnitId, assessment.CollectorUnitId,
                mine.Count, mine.Count(entry => entry.Status is EvaluationStatus.Scored or EvaluationStatus.NotApplicable));
        });
        return TypedResults.Ok(new Response([.. items], total, page, pageSize));
    }
}
