using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;

namespace CCHC.Assessment.Evidence.Uploads;

internal enum AppendResult
{
    Appended,
    TooLong,
    ChecksumMismatch,
}

/// <summary>
/// What has arrived of an upload. Its length is the offset, and is told only once it is on disk. Whoever holds the file is the only writer,
/// over all replicas; the lock goes with the process that dies.
/// </summary>
internal sealed class StagingFile : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly string _marker;

    private StagingFile(FileStream file, string marker) => (_file, _marker) = (file, marker);

    public long Length => _file.Length;

    public Stream Content => _file;

    /// <summary>Null while another request writes.</summary>
    public static StagingFile? TryOpen(EvidenceOptions options, Guid uploadId)
    {
        var path = PathOf(options, uploadId);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.Asynchronous);
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException) && File.Exists(path))
        {
            return null;
        }

        var staging = new StagingFile(file, path + ".unchecked");
        staging.DropUnchecked();
        return staging;
    }

    public static string PathOf(EvidenceOptions options, Guid uploadId) => Path.Combine(options.Path, "uploads", uploadId.ToString("N"));

    public static void Delete(EvidenceOptions options, Guid uploadId)
    {
        var path = PathOf(options, uploadId);
        if (Directory.Exists(Path.GetDirectoryName(path)))
        {
            File.Delete(path);
            File.Delete(path + ".unchecked");
        }
    }

    /// <summary>Keeps what arrives, also when the connection breaks; a chunk with a checksum is kept whole or not at all.</summary>
    public async Task<AppendResult> AppendAsync(Stream body, long totalLength, UploadChecksum? checksum, CancellationToken cancellationToken)
    {
        var start = _file.Length;
        if (checksum is not null)
        {
            await File.WriteAllTextAsync(_marker, start.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        }

        using var hash = checksum is null ? null : IncrementalHash.CreateHash(checksum.Algorithm);
        var keep = checksum is null;
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            _file.Position = start;
            int read;
            while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (_file.Position + read > totalLength)
                {
                    keep = false;
                    return AppendResult.TooLong;
                }

                await _file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                hash?.AppendData(buffer, 0, read);
            }

            keep = keep || hash!.GetHashAndReset().AsSpan().SequenceEqual(checksum!.Value);
            return keep ? AppendResult.Appended : AppendResult.ChecksumMismatch;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (!keep)
            {
                _file.SetLength(start);
            }

            _file.Flush(flushToDisk: true);
            File.Delete(_marker);
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    // The process ended within a chunk whose checksum was still to be compared.
    private void DropUnchecked()
    {
        if (!File.Exists(_marker))
        {
            return;
        }

        var start = long.TryParse(File.ReadAllText(_marker), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;
        _file.SetLength(Math.Min(start, _file.Length));
        _file.Flush(flushToDisk: true);
        File.Delete(_marker);
    }
}

/// <summary>The header <c>Upload-Checksum</c>: <c>algorithm base64</c>.</summary>
internal sealed record UploadChecksum(HashAlgorithmName Algorithm, byte[] Value)
{
    public const string Algorithms = "sha1,sha256";

    /// <summary>False for what cannot be understood; null where there is none.</summary>
    public static bool TryParse(string? header, out UploadChecksum? checksum)
    {
        checksum = null;
        if (string.IsNullOrEmpty(header))
        {
            return true;
        }

        var parts = header.Split(' ');
        HashAlgorithmName? algorithm = parts[0] switch
        {
            "sha1" => HashAlgorithmName.SHA1,
            "sha256" => HashAlgorithmName.SHA256,
            _ => null,
        };
        var value = new byte[32];
        if (algorithm is null || parts.Length != 2 || !Convert.TryFromBase64String(parts[1], value, out var length))
        {
            return false;
        }

        checksum = new UploadChecksum(algorithm.Value, value[..length]);
        return true;
    }
}
