using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.MinistryReview;

/// <summary>What the caller's units still have to answer, the most urgent first.</summary>
public static class ListMyRequests
{
    public sealed record Item(Guid Id, Guid SelfAssessmentId, string CampaignName, string LeafCode, string Text, DateOnly DueOn, bool Overdue, string? Remarks);

    public sealed record Response(IReadOnlyList<Item> Items);

    public static async Task<Ok<Response>> Handle(CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (units, today) = (user.UnitIds(Permissions.FillSheets), clock.Today());
        var items = await (
            from request in db.SupplementRequests
            join sheet in db.SelfAssessments on request.SelfAssessmentId equals sheet.Id
            join campaign in db.Campaigns on sheet.CampaignId equals campaign.Id
            where request.AnsweredAt == null && units.Contains(request.UnitId)
            orderby request.DueOn, request.Id
            select new Item(request.Id, sheet.Id, campaign.Name, request.LeafCode, request.Text, request.DueOn, request.DueOn < today, request.Remarks))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(items));
    }
}
