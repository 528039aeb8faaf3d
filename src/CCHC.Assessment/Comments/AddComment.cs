using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Comments;

/// <summary>Leaves a remark on a leaf; possible at any time, also after submission.</summary>
public static class AddComment
{
    public sealed record Request([property: Required(ErrorMessage = "Ghi nội dung trao đổi."), StringLength(2000)] string Text);

    public sealed record Response(Guid Id);

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        Guid id, string leafCode, Request request, CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!await db.SelfAssessments.AnsweredByUnitsOf(user).AnyAsync(sheet => sheet.Id == id && sheet.Entries.Any(entry => entry.LeafCode == leafCode), cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var comment = new LeafComment
        {
            Id = Guid.CreateVersion7(),
            SelfAssessmentId = id,
            LeafCode = leafCode,
            Text = request.Text.Trim().Normalize(),
            AuthorId = user.Id,
            AuthorName = user.DisplayName,
            WrittenAt = clock.GetUtcNow(),
        };
        db.Comments.Add(comment);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Created($"/api/assessment/self-assessments/{id}/comments", new Response(comment.Id));
    }
}
