using CCHC.Assessment.Data;
using CCHC.Assessment.Evidence.Uploads;
using CCHC.EvidenceFiles.Checks;
using CCHC.EvidenceFiles.Storage;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Evidence;

/// <summary>Removes expired uploads and bytes without a document, and scans what waits for the scanner. Any number of replicas may do it at once.</summary>
public sealed class EvidenceHousekeeping(
    IServiceScopeFactory scopes, IEvidenceStore store, Clamd clamd, EvidenceOptions options, TimeProvider clock, ILogger<EvidenceHousekeeping> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.HousekeepingInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<AssessmentDbContext>();
            try
            {
                await RemoveExpiredUploadsAsync(db, stoppingToken);
                await ScanWaitingAsync(db, stoppingToken);
                await RemoveDiscardedAsync(db, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "Housekeeping of evidence failed; it is tried again");
            }
        }
    }

    private async Task RemoveExpiredUploadsAsync(AssessmentDbContext db, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.Uploads.Where(upload => upload.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        var folder = Path.Combine(options.Path, "uploads");
        if (!Directory.Exists(folder))
        {
            return;
        }

        // The files first: an upload's row is there before its file.
        var staged = Directory.EnumerateFiles(folder)
            .Select(file => Guid.TryParseExact(Path.GetFileNameWithoutExtension(file), "N", out var id) ? id : (Guid?)null).OfType<Guid>().ToHashSet();
        var wanted = await db.Uploads.Where(upload => staged.Contains(upload.Id) && upload.DocumentId == null && upload.Refusal == null)
            .Select(upload => upload.Id).ToListAsync(cancellationToken);
        foreach (var id in staged.Except(wanted))
        {
            StagingFile.Delete(options, id);
        }
    }

    private async Task ScanWaitingAsync(AssessmentDbContext db, CancellationToken cancellationToken)
    {
        var waiting = await db.Documents.Where(document => document.Scan == ScanState.Quarantined)
            .Select(document => document.Sha256!).Distinct().ToListAsync(cancellationToken);
        foreach (var sha256 in waiting)
        {
            await using var content = await store.OpenAsync(sha256, cancellationToken);
            var state = content is null ? ScanState.Quarantined : await clamd.ScanAsync(content, cancellationToken);
            if (state == ScanState.Quarantined)
            {
                continue;
            }

            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var documents = db.Documents.Where(document => document.Sha256 == sha256 && document.Scan == ScanState.Quarantined);
            if (state == ScanState.Infected)
            {
                documents = db.Documents.Where(document => document.Sha256 == sha256);
                await db.DiscardFilesAsync(await documents.AsNoTracking().ToListAsync(cancellationToken), cancellationToken);
            }

            await documents.ExecuteUpdateAsync(set => set.SetProperty(document => document.Scan, state), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            logger.LogInformation("Evidence {Sha256} was scanned late: {State}", sha256, state);
        }
    }

    private async Task RemoveDiscardedAsync(AssessmentDbContext db, CancellationToken cancellationToken)
    {
        foreach (var sha256 in await db.DiscardedFiles.Select(file => file.Sha256).ToListAsync(cancellationToken))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            await db.LockFileAsync(sha256, cancellationToken);
            if (!await db.Documents.AnyAsync(document => document.Sha256 == sha256 && document.Scan != ScanState.Infected, cancellationToken))
            {
                await store.DeleteAsync(sha256, cancellationToken);
            }

            await db.DiscardedFiles.Where(file => file.Sha256 == sha256).ExecuteDeleteAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }
}
