namespace CCHC.Assessment.Evidence.Storage;

/// <summary>
/// The bytes of evidence on disk, each kept once under its SHA-256: <c>aa/bb/aabb…</c>. A file is there whole or not at all, also after a power cut.
/// </summary>
public sealed class EvidenceStore(EvidenceOptions options)
{
    private readonly string _root = Path.Combine(options.Path, "files");

    /// <summary>Keeps a copy of the content; does nothing where the same bytes are kept already.</summary>
    public async Task PutAsync(Stream content, string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256);
        if (File.Exists(path))
        {
            return;
        }

        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024, FileOptions.Asynchronous))
            {
                await content.CopyToAsync(file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            SyncFolders(folder);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The bytes, to be read from any position; null when they are not kept.</summary>
    public Stream? Open(string sha256)
    {
        try
        {
            return new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public bool Has(string sha256) => File.Exists(PathOf(sha256));

    public void Delete(string sha256)
    {
        if (Directory.Exists(Path.GetDirectoryName(PathOf(sha256))))
        {
            File.Delete(PathOf(sha256));
        }
    }

    private string PathOf(string sha256) => Path.Combine(_root, sha256[..2], sha256[2..4], sha256);

    // A renamed file is safe only when the folder that names it is on disk, and that folder's own name in the one above.
    private void SyncFolders(string folder)
    {
        for (var path = folder; path.Length >= _root.Length; path = Path.GetDirectoryName(path)!)
        {
            Libc.FlushFolder(path);
        }
    }
}
