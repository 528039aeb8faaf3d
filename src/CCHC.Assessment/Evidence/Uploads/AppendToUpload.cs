using System.Globalization;
using CCHC.Assessment.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence.Uploads;

/// <summary>Takes the next bytes of a file straight to disk; with the last one the file becomes a document or is refused.</summary>
public static class AppendToUpload
{
    public static async Task<IResult> Handle(
        Guid id, Guid uploadId, HttpContext http, CurrentUser user, AssessmentDbContext db, FinishUpload finish, EvidenceOptions options, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var headers = http.Request.Headers;
        if (http.Request.ContentType != Tus.ContentType)
        {
            return Tus.Problem(StatusCodes.Status415UnsupportedMediaType, $"Nội dung phải có kiểu {Tus.ContentType}.");
        }

        if (!long.TryParse(headers[Tus.Offset], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            || !UploadChecksum.TryParse(headers[Tus.Checksum], out var checksum))
        {
            return Tus.Problem(StatusCodes.Status400BadRequest, "Vị trí (Upload-Offset) hoặc mã kiểm (Upload-Checksum) ghi không đúng.");
        }

        var upload = await db.Uploads.SingleOrDefaultAsync(x => x.Id == uploadId && x.SelfAssessmentId == id && x.CreatedBy == user.Id, cancellationToken);
        if (upload is null)
        {
            return TypedResults.NotFound();
        }

        if (upload.ExpiresAt <= clock.GetUtcNow())
        {
            return Tus.Expired();
        }

        await using var staging = StagingFile.TryOpen(options, uploadId);
        if (staging is null)
        {
            return Tus.Busy();
        }

        await db.Entry(upload).ReloadAsync(cancellationToken); // another request may have finished it before the file was free
        var arrived = upload.IsFinished ? upload.Length : staging.Length;
        if (offset != arrived)
        {
            http.Response.WriteState(upload, arrived);
            return Tus.Problem(StatusCodes.Status409Conflict, $"Máy chủ đã có {arrived} byte của tệp; gửi tiếp từ đó.");
        }

        switch (upload.IsFinished ? AppendResult.Appended : await staging.AppendAsync(http.Request.Body, upload.Length, checksum, cancellationToken))
        {
            case AppendResult.TooLong:
                return Tus.Problem(StatusCodes.Status413PayloadTooLarge, "Gửi nhiều byte hơn kích thước đã báo của tệp.");
            case AppendResult.ChecksumMismatch:
                return Tus.Problem(Tus.ChecksumMismatch, "Đoạn vừa gửi bị sai trên đường truyền nên không giữ lại; gửi lại đoạn này.");
            default:
                break;
        }

        if (!upload.IsFinished && staging.Length == upload.Length)
        {
            await finish.HandleAsync(upload, staging, cancellationToken);
        }

        if (upload.Refusal is not null)
        {
            return Tus.Refused(upload.RefusalCode!, upload.Refusal);
        }

        http.Response.WriteState(upload, upload.IsFinished ? upload.Length : staging.Length);
        return TypedResults.NoContent();
    }
}
