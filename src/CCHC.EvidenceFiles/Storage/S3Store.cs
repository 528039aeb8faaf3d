using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace CCHC.EvidenceFiles.Storage;

/// <summary>The bytes of evidence as objects of a bucket, under the same names as on disk; an object is there whole or not at all.</summary>
public sealed class S3Store : IEvidenceStore, IDisposable
{
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(10);

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly bool _encrypted;

    /// <exception cref="ArgumentException">Bucket or endpoint is missing.</exception>
    public S3Store(S3Options options)
    {
        if (options is not { Bucket: { Length: > 0 } bucket, Endpoint: { } endpoint })
        {
            throw new ArgumentException("Evidence:S3 needs both an Endpoint and a Bucket.", nameof(options));
        }

        (_bucket, _encrypted) = (bucket, endpoint.Scheme == Uri.UriSchemeHttps);
        _client = new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), new AmazonS3Config
        {
            ServiceURL = endpoint.AbsoluteUri,
            AuthenticationRegion = options.Region,
            ForcePathStyle = true, // a bucket as a host name needs DNS that a data centre seldom has
            Timeout = LongestRequest,

            // Stores other than Amazon's know these checksums only in their latest versions.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    public async Task PutAsync(Stream content, string sha256, CancellationToken cancellationToken)
    {
        if (await HasAsync(sha256, cancellationToken))
        {
            return;
        }

        await _client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = _bucket,
                Key = KeyOf(sha256),
                InputStream = content,
                AutoCloseStream = false,
                UseChunkEncoding = false,
                DisablePayloadSigning = _encrypted, // else the content is read once more for its signature
            },
            cancellationToken);
    }

    public async Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken) =>
        await FindAsync(sha256, cancellationToken) is { } found ? new S3ObjectStream(_client, _bucket, KeyOf(sha256), found.ContentLength) : null;

    public async Task<bool> HasAsync(string sha256, CancellationToken cancellationToken) => await FindAsync(sha256, cancellationToken) is not null;

    public async Task DeleteAsync(string sha256, CancellationToken cancellationToken) =>
        await _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _bucket, Key = KeyOf(sha256) }, cancellationToken);

    public void Dispose() => _client.Dispose();

    private static string KeyOf(string sha256) => $"{sha256[..2]}/{sha256[2..4]}/{sha256}";

    private async Task<GetObjectMetadataResponse?> FindAsync(string sha256, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _bucket, Key = KeyOf(sha256) }, cancellationToken);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
