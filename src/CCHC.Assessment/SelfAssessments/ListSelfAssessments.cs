using CCHC.Assessment.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>The sheets of the caller's units, the latest campaign first.</summary>
public static class ListSelfAssessments
{
    public sealed record Item(
        Guid Id, Guid CampaignId, string CampaignName, int Year, Guid UnitId, string UnitCode, string UnitName, string GroupCode, int Round, int Rounds,
        bool PhaseOpen, SelfAssessmentStatus Status, int Filled, int LeafCount, decimal SelfPoints, decimal MaxPoints, DateTimeOffset? SubmittedAt);

    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize);

    public static async Task<Ok<Response>> Handle(
        CurrentUser user, AssessmentDbContext db, CancellationToken cancellationToken, Guid? campaignId = null, int page = 1, int pageSize = 20)
    {
        (page, pageSize) = (Math.Max(page, 1), Math.Clamp(pageSize, 1, 100));
        var mine = db.SelfAssessments.AsNoTracking().OfUnitsOf(user, Roles.UnitOfficer, Roles.UnitHead)
            .Where(assessment => campaignId == null || assessment.CampaignId == campaignId);
        var total = await mine.CountAsync(cancellationToken);
        var assessments = await mine.Include(x => x.Entries)
            .OrderByDescending(x => x.Id).Skip((page - 1) * pageSize).Take(pageSize)
            .ToListAsync(cancellationToken);
        var campaignIds = assessments.Select(x => x.CampaignId).Distinct().ToList();
        var campaigns = await db.Campaigns.AsNoTracking().Include(x => x.Groups).Where(x => campaignIds.Contains(x.Id)).ToDictionaryAsync(x => x.Id, cancellationToken);

        var items = assessments.Select(assessment =>
        {
            var campaign = campaigns[assessment.CampaignId];
            var totals = SelfAssessmentTotals.Of(campaign.SetOf(assessment.GroupCode), assessment.Entries);
            return new Item(
                assessment.Id, campaign.Id, campaign.Name, campaign.Year, assessment.UnitId, assessment.UnitCode, assessment.UnitName, assessment.GroupCode,
                assessment.Round, campaign.Rounds, campaign.AcceptsSelfAssessment(assessment.Round), assessment.Status,
                totals.Filled, assessment.LeafCount, totals.Points, totals.MaxPoints, assessment.SubmittedAt);
        });
        return TypedResults.Ok(new Response([.. items], total, page, pageSize));
    }
}
