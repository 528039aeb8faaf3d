namespace CCHC.EvidenceFiles.Storage;

/// <summary>An S3-compatible object store (MinIO, Ceph, a cloud) and the bucket for evidence, which has to exist.</summary>
public sealed class S3Options
{
    /// <summary><c>https://s3.tinh.gov.vn:9000</c>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>Without it evidence is kept on disk.</summary>
    public string? Bucket { get; set; }

    public string Region { get; set; } = "us-east-1";
    public string AccessKey { get; set; } = "";
    public string SecretKey { get; set; } = "";
}
