using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.MinistryReview;

/// <summary>An answer that is not enough goes back to the unit with remarks and a new due date.</summary>
public static class ReturnAnswer
{
    public sealed record Request([property: Required(ErrorMessage = "Ghi nội dung cần làm lại."), StringLength(4000)] string Remarks, DateOnly DueOn);

    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, Guid requestId, Request request, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sheet = await db.FindManagedReviewAsync(id, user, cancellationToken);
        var known = sheet is null ? null : await db.SupplementRequests.SingleOrDefaultAsync(x => x.Id == requestId && x.SelfAssessmentId == id, cancellationToken);
        if (known is null)
        {
            return TypedResults.NotFound();
        }

        AddRequest.RequireDueDate(request.DueOn, clock);
        known.Return(request.Remarks, request.DueOn);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
