using CCHC.Assessment.Data;
using CCHC.EvidenceFiles.Storage;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace CCHC.Assessment.Evidence.Documents;

/// <summary>A document's bytes, or a range of them, always to be saved and never to be shown by the browser.</summary>
public static class DownloadDocument
{
    public static async Task<Results<FileStreamHttpResult, NotFound>> Handle(
        Guid id, Guid documentId, HttpResponse response, CurrentUser user, AssessmentDbContext db, IEvidenceStore store, CancellationToken cancellationToken)
    {
        var document = await db.DocumentsVisibleTo(id, user).SingleOrDefaultAsync(x => x.Id == documentId && x.Kind == DocumentKind.File, cancellationToken);
        if (document is null)
        {
            return TypedResults.NotFound();
        }

        if (!document.IsReadable)
        {
            throw document.Scan == ScanState.Infected
                ? new RuleViolationException("evidence.infected", $"“{document.Name}” có mã độc nên đã bị xóa; đề nghị đơn vị tải lên bản khác.")
                : new RuleViolationException("evidence.quarantined", $"“{document.Name}” đang chờ quét mã độc nên chưa tải về được. Vui lòng thử lại sau ít phút.");
        }

        var content = await store.OpenAsync(document.Sha256!, cancellationToken)
            ?? throw new InvalidOperationException($"The bytes of document {document.Id} ({document.Sha256}) are missing in the store.");
        response.NeverShow();
        return TypedResults.Stream(
            content, document.ContentType, document.Name, lastModified: null, new EntityTagHeaderValue($"\"{document.Sha256}\""), enableRangeProcessing: true);
    }

    internal static void NeverShow(this HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, no-store";
    }
}
