using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Comments;

/// <summary>Marks a remark as settled; it stays readable.</summary>
public static class ResolveComment
{
    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, Guid commentId, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var sheets = db.SelfAssessments.AnsweredByUnitsOf(user);
        var comment = await db.Comments.SingleOrDefaultAsync(
            comment => comment.Id == commentId && comment.SelfAssessmentId == id && sheets.Any(sheet => sheet.Id == id), cancellationToken);
        if (comment is null)
        {
            return TypedResults.NotFound();
        }

        comment.Resolve(user.DisplayName, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
