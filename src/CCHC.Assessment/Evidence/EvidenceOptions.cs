using CCHC.EvidenceFiles.Storage;

namespace CCHC.Assessment.Evidence;

/// <summary>Settings below <c>Evidence</c>.</summary>
public sealed class EvidenceOptions
{
    /// <summary>A file may have this many bytes: 200 MB.</summary>
    public const long MaxFileSize = 200L * 1024 * 1024;

    /// <summary>Folder of unfinished uploads and, without S3, of the files; every replica needs the same.</summary>
    public string Path { get; set; } = System.IO.Path.GetFullPath(".data/evidence");

    /// <summary>Where the files go instead of the folder, if a bucket is named.</summary>
    public S3Options S3 { get; set; } = new();

    /// <summary><c>host:port</c> of clamd; without it files are not scanned.</summary>
    public string? Clamd { get; set; }

    /// <summary>How long an unfinished upload can be taken up again.</summary>
    public TimeSpan UploadLifetime { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Between two rounds of removing what is expired or no longer used and of scanning what waits.</summary>
    public TimeSpan HousekeepingInterval { get; set; } = TimeSpan.FromMinutes(1);
}
