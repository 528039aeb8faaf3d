using System.Security.Cryptography;
using CCHC.Assessment.Data;
using CCHC.EvidenceFiles.Checks;
using CCHC.EvidenceFiles.Storage;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Assessment.Evidence.Uploads;

/// <summary>Makes a document of a file that has arrived whole, or refuses it and drops its bytes; can be done again after the server ended in between.</summary>
public sealed class FinishUpload(
    AssessmentDbContext db, IEvidenceStore store, Clamd clamd, EvidenceOptions options, CurrentUser user, RequestArrival arrival, TimeProvider clock)
{
    internal async Task HandleAsync(Upload upload, StagingFile staging, CancellationToken cancellationToken)
    {
        try
        {
            await AcceptAsync(upload, staging.Content, cancellationToken);
        }
        catch (Exception exception) when (exception is EvidenceRefusedException or RuleViolationException)
        {
            db.ChangeTracker.Clear();
            db.Attach(upload);
            upload.Refuse(exception is EvidenceRefusedException refused ? refused.Code : ((RuleViolationException)exception).Code, exception.Message);
            await db.SaveChangesAsync(CancellationToken.None);
        }

        StagingFile.Delete(options, upload.Id);
    }

    private async Task AcceptAsync(Upload upload, Stream content, CancellationToken cancellationToken)
    {
        var type = ContentCheck.Inspect(content, upload.FileName);
        content.Position = 0;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
        var scan = await clamd.ScanAsync(content, cancellationToken);
        if (scan == ScanState.Infected)
        {
            throw new EvidenceRefusedException("evidence.infected", $"“{upload.FileName}” có mã độc nên không nhận và đã xóa. Quét vi-rút máy tính rồi tải lên tệp sạch.");
        }

        await db.DiscardFilesAsync([sha256], cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var place = await upload.Placement.OpenAsync(db, upload.SelfAssessmentId, user, arrival, clock, cancellationToken)
            ?? throw new RuleViolationException("evidence.sheet-gone", "Phiếu tự đánh giá không còn, hoặc tài khoản không còn quyền với phiếu này.");
        await db.LockFileAsync(sha256, cancellationToken);
        content.Position = 0;
        await store.PutAsync(content, sha256, cancellationToken);

        var document = EvidenceDocument.OfFile(SafeFileName.WithExtension(upload.FileName, type.Extensions), type.ContentType, sha256, upload.Length, scan);
        place(document);
        upload.BecameDocument(document.Id);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
