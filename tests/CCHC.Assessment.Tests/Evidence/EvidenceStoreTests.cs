using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CCHC.EvidenceFiles.Storage;
using CCHC.Testing;
using Microsoft.AspNetCore.Hosting;

namespace CCHC.Assessment.Tests.Evidence;

/// <summary>What every place promises where the bytes of evidence can lie: a folder, or an S3-compatible store.</summary>
public sealed class EvidenceStoreTests(ObjectStore objects) : IClassFixture<ObjectStore>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cchc-store-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("disk")]
    [InlineData("s3")]
    public async Task What_is_kept_comes_back_byte_for_byte_and_from_any_position(string place)
    {
        var store = Store(place);
        var (bytes, name) = Random(3 * 1024 * 1024);
        await store.PutAsync(new MemoryStream(bytes), name, Cancelled);
        await store.PutAsync(new MemoryStream(bytes), name, Cancelled); // twice is once

        Assert.True(await store.HasAsync(name, Cancelled));
        await using var content = await store.OpenAsync(name, Cancelled);
        Assert.Equal(bytes.Length, content!.Length);
        Assert.Equal(bytes, await ReadAsync(content));
        content.Position = 2_000_000;
        Assert.Equal(bytes[2_000_000..], await ReadAsync(content));
        content.Position = 17;
        var few = new byte[5];
        await content.ReadExactlyAsync(few, Cancelled);
        Assert.Equal(bytes[17..22], few);
    }

    [Theory]
    [InlineData("disk")]
    [InlineData("s3")]
    public async Task What_was_never_kept_or_is_deleted_is_not_there(string place)
    {
        var store = Store(place);
        var (bytes, name) = Random(100);
        Assert.Null(await store.OpenAsync(name, Cancelled));
        await store.DeleteAsync(name, Cancelled);

        await store.PutAsync(new MemoryStream(bytes), name, Cancelled);
        await store.DeleteAsync(name, Cancelled);
        Assert.False(await store.HasAsync(name, Cancelled));
        Assert.Null(await store.OpenAsync(name, Cancelled));
    }

    [Theory]
    [InlineData("disk")]
    [InlineData("s3")]
    public async Task What_breaks_off_on_the_way_leaves_nothing(string place)
    {
        var store = Store(place);
        var (bytes, name) = Random(1024 * 1024);
        await Assert.ThrowsAnyAsync<Exception>(() => store.PutAsync(new Breaking(bytes), name, Cancelled));

        Assert.False(await store.HasAsync(name, Cancelled));
        await store.PutAsync(new MemoryStream(bytes), name, Cancelled);
        await using var content = await store.OpenAsync(name, Cancelled);
        Assert.Equal(bytes, await ReadAsync(content!));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<byte[]> ReadAsync(Stream content)
    {
        using var all = new MemoryStream();
        await content.CopyToAsync(all, Cancelled);
        return all.ToArray();
    }

    private static (byte[] Bytes, string Name) Random(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        return (bytes, Sheet.Sha256(bytes));
    }

    private IEvidenceStore Store(string place) => place == "disk" ? new DiskStore(_folder) : new S3Store(objects.Options);

    /// <summary>Half of the content, then an error.</summary>
    private sealed class Breaking(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => Position > Length / 2 ? throw new IOException("The disk is gone.") : base.Read(buffer, offset, Math.Min(count, 64 * 1024));

        public override int Read(Span<byte> buffer) => Position > Length / 2 ? throw new IOException("The disk is gone.") : base.Read(buffer[..Math.Min(buffer.Length, 64 * 1024)]);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer, offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var part = new byte[64 * 1024];
            for (var read = Read(part); read > 0; read = Read(part))
            {
                await destination.WriteAsync(part.AsMemory(0, read), cancellationToken);
            }
        }
    }
}

/// <summary>The whole service with its evidence in an S3-compatible store.</summary>
public sealed class EvidenceInObjectStoreTests(EvidenceInObjectStoreTests.ObjectHost host) : IClassFixture<EvidenceInObjectStoreTests.ObjectHost>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Evidence_is_uploaded_to_read_in_ranges_packed_and_removed_from_an_object_store()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var file = SampleFiles.Pdf("Kế hoạch");
        var document = await sheet.UploadAsync(file, "ke-hoach.pdf", ("leaves", "1.1"));
        Assert.Equal([Sheet.Sha256(file)], host.Store.Objects);
        Assert.Empty(host.Kept); // nothing beside it on disk

        using var request = new HttpRequestMessage(HttpMethod.Get, sheet.Path($"/documents/{document}/content")) { Headers = { Range = new RangeHeaderValue(5, 24) } };
        using var part = await sheet.Officer.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(file[5..25], await part.Content.ReadAsByteArrayAsync(Cancelled));
        using var archive = await sheet.Officer.GetAsync(sheet.Path("/evidence.zip"), Cancelled);
        Assert.Equal(HttpStatusCode.OK, archive.StatusCode);
        using var zip = new System.IO.Compression.ZipArchive(await archive.Content.ReadAsStreamAsync(Cancelled));
        Assert.Equal(file.Length, zip.Entries.Single(entry => entry.Name.EndsWith(".pdf", StringComparison.Ordinal)).Length);

        // A file that vanished from the bucket is an error before submission.
        var findings = await sheet.GetAsync("/findings");
        Assert.DoesNotContain("evidence-unreadable", findings.GetRawText(), StringComparison.Ordinal);
        using var store = new S3Store(host.Store.Options);
        await store.DeleteAsync(Sheet.Sha256(file), Cancelled);
        Assert.Contains("evidence-unreadable", (await sheet.GetAsync("/findings")).GetRawText(), StringComparison.Ordinal);

        using var second = new MemoryStream(file);
        await store.PutAsync(second, Sheet.Sha256(file), Cancelled);
        using var removed = await sheet.Officer.DeleteAsync(sheet.Path($"/documents/{document}"), Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await Eventually.Is(() => Task.FromResult(host.Store.Objects), objects => objects.Count == 0);
    }

    public sealed class ObjectHost(TestServers servers) : EvidenceHost(servers)
    {
        public ObjectStore Store { get; } = new();

        public override async ValueTask InitializeAsync()
        {
            await Store.InitializeAsync();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Store.DisposeAsync();
        }

        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            builder.UseSetting("Evidence:S3:Endpoint", Store.Options.Endpoint!.ToString());
            builder.UseSetting("Evidence:S3:Bucket", Store.Options.Bucket);
            builder.UseSetting("Evidence:S3:AccessKey", Store.Options.AccessKey);
            builder.UseSetting("Evidence:S3:SecretKey", Store.Options.SecretKey);
        }
    }
}
