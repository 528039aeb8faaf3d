using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.MinistryReview;

/// <summary>The assigned unit answers; its documents come by upload or link that name the request.</summary>
public static class AnswerRequest
{
    public sealed record Request([property: Required(ErrorMessage = "Ghi nội dung trả lời."), StringLength(8000)] string Answer);

    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, Guid requestId, Request request, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var known = await db.FindAssignedRequestAsync(id, requestId, user, cancellationToken);
        if (known is null)
        {
            return TypedResults.NotFound();
        }

        known.Reply(request.Answer, user.DisplayName, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
