namespace CCHC.EvidenceFiles.Storage;

/// <summary>
/// The bytes of evidence on disk, each kept once under its SHA-256: <c>aa/bb/aabb…</c>. A file is there whole or not at all, also after a power cut.
/// </summary>
public sealed class DiskStore(string folder) : IEvidenceStore
{
    private readonly string _root = Path.Combine(folder, "files");

    public async Task PutAsync(Stream content, string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256);
        if (File.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(parent);
        var temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024, FileOptions.Asynchronous))
            {
                await content.CopyToAsync(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            SyncFolders(parent);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<bool> HasAsync(string sha256, CancellationToken cancellationToken) => Task.FromResult(File.Exists(PathOf(sha256)));

    public Task DeleteAsync(string sha256, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path.GetDirectoryName(PathOf(sha256))))
        {
            File.Delete(PathOf(sha256));
        }

        return Task.CompletedTask;
    }

    private string PathOf(string sha256) => Path.Combine(_root, sha256[..2], sha256[2..4], sha256);

    // A renamed file is safe only when the folder that names it is on disk, and that folder's own name in the one above.
    private void SyncFolders(string parent)
    {
        for (var path = parent; path.Length >= _root.Length; path = Path.GetDirectoryName(path)!)
        {
            Libc.FlushFolder(path);
        }
    }
}
