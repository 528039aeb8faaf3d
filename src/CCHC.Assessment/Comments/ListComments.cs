using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Comments;

/// <summary>The remarks on a sheet's leaves, the oldest first; to whoever only reads the sheet they are not found.</summary>
public static class ListComments
{
    public sealed record Item(Guid Id, string LeafCode, string Text, string AuthorName, DateTimeOffset WrittenAt, string? ResolvedBy, DateTimeOffset? ResolvedAt);

    public sealed record Response(Guid SelfAssessmentId, IReadOnlyList<Item> Items);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, CurrentUser user, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        if (!await db.SelfAssessments.AnsweredByUnitsOf(user).AnyAsync(sheet => sheet.Id == id, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var items = await db.Comments.AsNoTracking().Where(comment => comment.SelfAssessmentId == id).OrderBy(comment => comment.Id)
            .Select(comment => new Item(comment.Id, comment.LeafCode, comment.Text, comment.AuthorName, comment.WrittenAt, comment.ResolvedBy, comment.ResolvedAt))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(id, items));
    }
}
