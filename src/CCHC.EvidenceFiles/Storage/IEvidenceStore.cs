namespace CCHC.EvidenceFiles.Storage;

/// <summary>The bytes of evidence, each kept once under its SHA-256 (64 lower-case hex digits): whole or not at all.</summary>
public interface IEvidenceStore
{
    /// <summary>Keeps a copy of the content, which can be read from the start any number of times; does nothing where the same bytes are kept already.</summary>
    Task PutAsync(Stream content, string sha256, CancellationToken cancellationToken);

    /// <summary>The bytes, to be read asynchronously from any position; null when they are not kept.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken);

    Task<bool> HasAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Does nothing where the bytes are not kept.</summary>
    Task DeleteAsync(string sha256, CancellationToken cancellationToken);
}
