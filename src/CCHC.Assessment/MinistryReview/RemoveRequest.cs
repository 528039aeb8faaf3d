using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.MinistryReview;

/// <summary>Takes back a request that nobody has answered, entered by mistake.</summary>
public static class RemoveRequest
{
    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, Guid requestId, CurrentUser user, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        var sheet = await db.FindManagedReviewAsync(id, user, cancellationToken);
        var known = sheet is null ? null : await db.SupplementRequests.SingleOrDefaultAsync(x => x.Id == requestId && x.SelfAssessmentId == id, cancellationToken);
        if (known is null)
        {
            return TypedResults.NotFound();
        }

        known.RequireOpen("xóa");
        SupplementRequest.RequireWithoutEvidence(await db.Documents.AnyAsync(document => document.RequestId == requestId, cancellationToken));
        db.SupplementRequests.Remove(known);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
