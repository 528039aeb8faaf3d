using System.Globalization;
using CCHC.Assessment.Data;
using CCHC.EvidenceFiles.Checks;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence.Uploads;

/// <summary>Announces a file of a sheet; whatever would keep it from being taken at the end is said before its bytes are sent.</summary>
public static class CreateUpload
{
    /// <summary>What one person may have under way: more is a client that never ends what it begins.</summary>
    private const int MaxUnfinished = 20;

    public static async Task<IResult> Handle(
        Guid id, HttpContext http, CurrentUser user, AssessmentDbContext db, EvidenceOptions options, RequestArrival arrival, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!long.TryParse(http.Request.Headers[Tus.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return Tus.Problem(StatusCodes.Status400BadRequest, "Thiếu kích thước tệp (Upload-Length).");
        }

        var header = http.Request.Headers[Tus.Metadata].ToString();
        var metadata = UploadMetadata.Parse(header);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await metadata.Placement.OpenAsync(db, id, user, arrival, clock, cancellationToken) is null)
        {
            return TypedResults.NotFound();
        }

        if (length > EvidenceOptions.MaxFileSize)
        {
            return Tus.Problem(
                StatusCodes.Status413PayloadTooLarge, $"“{metadata.FileName}” lớn hơn 200 MB. Nén hoặc tách tệp, hoặc ghi đường liên kết tới hệ thống quản lý văn bản.");
        }

        if (length == 0)
        {
            throw new EvidenceRefusedException("evidence.empty", $"Tệp “{metadata.FileName}” không có nội dung (0 byte). Kiểm tra lại tệp trên máy rồi tải lên lại.");
        }

        var now = clock.GetUtcNow();
        var unfinished = await db.Uploads.CountAsync(
            x => x.CreatedBy == user.Id && x.DocumentId == null && x.Refusal == null && x.ExpiresAt > now, cancellationToken);
        if (unfinished >= MaxUnfinished)
        {
            throw new EvidenceRefusedException("evidence.too-many-uploads", $"Đồng chí đang có {unfinished} tệp tải lên dở dang. Tải xong hoặc hủy bớt rồi tải tiếp.");
        }

        var upload = Upload.Begin(id, user.Id, length, header.Length == 0 ? null : header, metadata, now + options.UploadLifetime);
        db.Uploads.Add(upload);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        http.Response.WriteState(upload, 0);
        return TypedResults.Created($"/api/assessment/self-assessments/{id}/uploads/{upload.Id}");
    }
}
