using CCHC.NativeHosting.Running;

namespace CCHC.NativeHosting.Backups;

/// <summary>
/// What the archive of the log is for the database, this is for files: once there is a repository, a snapshot every minute in which something has
/// changed, so that a moment to which the database can be taken back has its files.
/// </summary>
internal sealed class FileKeeper(RunningSystem system, BackupArea area, TimeSpan interval, LogFile log, Action<string> tell)
{
    private DateTimeOffset lastStart;
    private bool failing;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await SaveAsync(cancellationToken);
            await Task.Delay(interval, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Never throws: whatever goes wrong is told once, and tried again the next time.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (area.Known is not { } repository)
            {
                return;
            }

            var start = DateTimeOffset.UtcNow;
            await system.SaveDefinitionsAsync(area, cancellationToken);
            if (!system.HasChangedSince(lastStart))
            {
                return;
            }

            using var held = await area.LockAsync(interval, cancellationToken);
            if (held is null)
            {
                return; // a backup is at work and takes the files itself
            }

            var saved = await new FileArchive(repository).BackUpAsync(area.Root, system.Without, "minute", cancellationToken);
            (lastStart, failing) = (start, false);
            log.WriteLine($"{start:O} {saved.Id}: {saved.Files} files, {saved.Added} bytes added");
        }
        catch (Exception e)
        {
            log.WriteLine($"{DateTimeOffset.UtcNow:O} {e.Message}");
            if (!failing && !cancellationToken.IsCancellationRequested)
            {
                failing = true;
                tell($"The files are not being saved: {e.Message}");
            }
        }
    }
}
