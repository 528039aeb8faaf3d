using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence.Uploads;

/// <summary>Gives up a file on its way; a document that it has become stays.</summary>
public static class CancelUpload
{
    public static async Task<IResult> Handle(
        Guid id, Guid uploadId, CurrentUser user, AssessmentDbContext db, EvidenceOptions options, CancellationToken cancellationToken)
    {
        var upload = await db.Uploads.SingleOrDefaultAsync(x => x.Id == uploadId && x.SelfAssessmentId == id && x.CreatedBy == user.Id, cancellationToken);
        if (upload is null)
        {
            return TypedResults.NotFound();
        }

        await using var staging = StagingFile.TryOpen(options, uploadId);
        if (staging is null)
        {
            return Tus.Busy();
        }

        db.Uploads.Remove(upload);
        await db.SaveChangesAsync(cancellationToken);
        StagingFile.Delete(options, uploadId);
        return TypedResults.NoContent();
    }
}
