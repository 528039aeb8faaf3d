using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.MinistryReview;

/// <summary>Enters what the Ministry asks for one leaf and assigns it.</summary>
public static class AddRequest
{
    /// <param name="UnitId">Null assigns the unit that answers the leaf.</param>
    public sealed record Request(
        [property: Required] string LeafCode, [property: Required(ErrorMessage = "Ghi nội dung Bộ yêu cầu."), StringLength(4000)] string Text, DateOnly DueOn, Guid? UnitId);

    public sealed record Response(Guid Id);

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sheet = await db.FindManagedReviewAsync(id, user, cancellationToken);
        if (sheet is null)
        {
            return TypedResults.NotFound();
        }

        RequireDueDate(request.DueOn, clock);
        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == sheet.CampaignId, cancellationToken);
        if (campaign.SetOf(sheet.GroupCode).Leaves().All(leaf => leaf.Code != request.LeafCode))
        {
            throw new InvalidInputException("leafCode", $"Bộ tiêu chí không có tiêu chí {request.LeafCode}.");
        }

        var added = SupplementRequest.For(
            id, request.LeafCode, request.Text, request.DueOn, sheet.AssigneeFor(request.LeafCode, request.UnitId), user.DisplayName, clock.GetUtcNow());
        db.SupplementRequests.Add(added);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Created($"/api/assessment/self-assessments/{id}/ministry-review", new Response(added.Id));
    }

    internal static void RequireDueDate(DateOnly dueOn, TimeProvider clock)
    {
        if (dueOn < clock.Today())
        {
            throw new InvalidInputException("dueOn", "Hạn trả lời phải từ hôm nay trở đi.");
        }
    }
}
