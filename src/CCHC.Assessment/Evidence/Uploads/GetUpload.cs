using System.Globalization;
using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence.Uploads;

/// <summary>How much of a file has arrived; finishes one whose last byte came just before the server ended.</summary>
public static class GetUpload
{
    public static async Task<IResult> Handle(
        Guid id, Guid uploadId, HttpResponse response, CurrentUser user, AssessmentDbContext db, FinishUpload finish, EvidenceOptions options, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var upload = await db.Uploads.SingleOrDefaultAsync(x => x.Id == uploadId && x.SelfAssessmentId == id && x.CreatedBy == user.Id, cancellationToken);
        if (upload is null)
        {
            return TypedResults.NotFound();
        }

        if (upload.ExpiresAt <= clock.GetUtcNow())
        {
            return Tus.Expired();
        }

        var offset = upload.Length;
        if (!upload.IsFinished)
        {
            await using var staging = StagingFile.TryOpen(options, uploadId);
            if (staging is null)
            {
                return Tus.Busy();
            }

            offset = staging.Length;
            if (offset == upload.Length)
            {
                await finish.HandleAsync(upload, staging, cancellationToken);
            }
        }

        if (upload.Refusal is not null)
        {
            return Tus.Refused(upload.RefusalCode!, upload.Refusal);
        }

        response.WriteState(upload, offset);
        response.Headers[Tus.Length] = upload.Length.ToString(CultureInfo.InvariantCulture);
        if (upload.Metadata is not null)
        {
            response.Headers[Tus.Metadata] = upload.Metadata;
        }

        return TypedResults.Ok();
    }
}
