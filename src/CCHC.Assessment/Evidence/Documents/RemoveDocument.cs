using CCHC.Assessment.Data;
using CCHC.Assessment.SelfAssessments;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence.Documents;

/// <summary>Takes back a document that was never submitted; its bytes go when nobody else has them.</summary>
public static class RemoveDocument
{
    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, Guid documentId, CurrentUser user, AssessmentDbContext db, RequestArrival arrival, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockStatusAsync(id, cancellationToken);
        var known = await db.SelfAssessments.AsNoTracking().AnsweredByUnitsOf(user).Where(sheet => sheet.Id == id)
            .SelectMany(sheet => sheet.Documents, (sheet, document) => new { sheet.Revision, Document = document })
            .SingleOrDefaultAsync(x => x.Document.Id == documentId, cancellationToken);
        if (known is null)
        {
            return TypedResults.NotFound();
        }

        known.Document.RequireNeverSubmitted(known.Revision); // said first: that the sheet is closed would only be half of the reason
        var writable = await db.LoadForEvidenceAsync(id, user, [], documentId, arrival, cancellationToken);
        var removed = writable!.RemoveDocument(documentId);
        await db.DiscardFilesAsync([removed], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
