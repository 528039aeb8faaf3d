using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.MinistryReview;

/// <summary>Puts a request right, gives it to another unit or moves its due date, while it is not answered.</summary>
public static class ChangeRequest
{
    public sealed record Request([property: Required(ErrorMessage = "Ghi nội dung Bộ yêu cầu."), StringLength(4000)] string Text, DateOnly DueOn, Guid? UnitId);

    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, Guid requestId, Request request, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sheet = await db.FindManagedReviewAsync(id, user, cancellationToken);
        var known = sheet is null ? null : await db.SupplementRequests.SingleOrDefaultAsync(x => x.Id == requestId && x.SelfAssessmentId == id, cancellationToken);
        if (known is null)
        {
            return TypedResults.NotFound();
        }

        if (request.DueOn != known.DueOn)
        {
            AddRequest.RequireDueDate(request.DueOn, clock);
        }

        known.Change(request.Text, request.DueOn, sheet!.AssigneeFor(known.LeafCode, request.UnitId));
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
