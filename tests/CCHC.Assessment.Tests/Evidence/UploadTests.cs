using System.Net;
using System.Security.Cryptography;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Tests.Evidence;

public sealed class UploadTests(EvidenceHost host) : IClassFixture<EvidenceHost>
{
    private const int Mega = 1024 * 1024;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_cut_off_by_the_line_and_by_a_restart_goes_on_where_it_was_and_arrives_unchanged()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var file = SampleFiles.Png(3 * Mega);
        var upload = await sheet.BeginAsync(file.Length, "Ảnh chụp.png");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => sheet.Officer.SendAsync(Sheet.Patch(upload, 0, new BreakingContent(file.AsMemory(0, Mega))), Cancelled));
        var afterCut = await Eventually.Is(() => OffsetOrBusyAsync(sheet, upload), offset => offset > 0);
        Assert.InRange(afterCut, 1, Mega);
        using (var second = await sheet.SendAsync(upload, afterCut, file.AsMemory((int)afterCut, Mega)))
        {
            Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
        }

        await host.RestartAsync();
        var afterRestart = await sheet.OffsetAsync(upload);
        Assert.Equal(afterCut + Mega, afterRestart);
        using var last = await sheet.SendAsync(upload, afterRestart, file.AsMemory((int)afterRestart));

        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
        using var reader = host.ClientWithToken(sheet.Officer.DefaultRequestHeaders.Authorization!.Parameter!);
        using var download = await sheet.DownloadAsync(Guid.Parse(Assert.Single(last.Headers.GetValues("Document-Id"))), reader);
        Assert.Equal(Sheet.Sha256(file), Sheet.Sha256(await download.Content.ReadAsByteArrayAsync(Cancelled)));
    }

    [Fact]
    public async Task A_client_at_the_wrong_place_is_told_the_right_one()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var file = SampleFiles.Png(1000);
        var upload = await sheet.BeginAsync(file.Length, "a.png");
        using var first = await sheet.SendAsync(upload, 0, file.AsMemory(0, 400));

        using var wrong = await sheet.SendAsync(upload, 300, file.AsMemory(300));

        Assert.Equal(HttpStatusCode.Conflict, wrong.StatusCode);
        Assert.Equal(400, Sheet.Offset(wrong));
        Assert.Equal(400, await sheet.OffsetAsync(upload));
    }

    [Fact]
    public async Task A_chunk_that_was_damaged_on_the_line_is_not_kept_and_the_same_chunk_sent_well_is()
    {
        using var sheet = await Sheet.OpenAsync(host);
        byte[] file = [.. SampleFiles.Png(1000), .. "abc"u8];
        var upload = await sheet.BeginAsync(file.Length, "a.png");
        var half = file[..1000];
        var sum = "sha256 " + Convert.ToBase64String(SHA256.HashData(half));
        var damaged = half.ToArray();
        damaged[500] ^= 1;

        using var bad = await sheet.SendAsync(upload, 0, damaged, sum);
        Assert.Equal(460, (int)bad.StatusCode);
        Assert.Equal(0, await sheet.OffsetAsync(upload));

        using var good = await sheet.SendAsync(upload, 0, half, sum);
        Assert.Equal(1000, Sheet.Offset(good));

        // SHA-1 of "abc", as FIPS 180 gives it.
        var ofAbc = "sha1 " + Convert.ToBase64String(Convert.FromHexString("A9993E364706816ABA3E25717850C26C9CD0D89D"));
        using var rest = await sheet.SendAsync(upload, 1000, file.AsMemory(1000), ofAbc);
        Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
        using var unknown = await sheet.SendAsync(upload, 1003, Array.Empty<byte>(), "md5 AAAA");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task What_a_dead_server_had_not_compared_yet_is_dropped()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var file = SampleFiles.Png(2000);
        var upload = await sheet.BeginAsync(file.Length, "a.png");
        using var first = await sheet.SendAsync(upload, 0, file.AsMemory(0, 700));
        var staging = host.StagingPath(IdOf(upload));
        await File.AppendAllTextAsync(staging, "half a chunk", Cancelled);
        await File.WriteAllTextAsync(staging + ".unchecked", "700", Cancelled);

        Assert.Equal(700, await sheet.OffsetAsync(upload));
    }

    [Fact]
    public async Task A_file_whose_last_byte_came_just_before_the_server_died_becomes_a_document_when_asked_for()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var file = SampleFiles.Png(2000);
        var upload = await sheet.BeginAsync(file.Length, "a.png");
        using (await sheet.SendAsync(upload, 0, file.AsMemory(0, 1)))
        {
            await File.WriteAllBytesAsync(host.StagingPath(IdOf(upload)), file, Cancelled);
        }

        using var state = await sheet.StateAsync(upload);
        using var again = await sheet.StateAsync(upload);

        var document = Assert.Single(state.Headers.GetValues("Document-Id"));
        Assert.Equal(document, Assert.Single(again.Headers.GetValues("Document-Id")));
        Assert.Equal(document, Assert.Single(await sheet.DocumentsAsync()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Two_connections_do_not_write_the_same_file()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var file = SampleFiles.Png(2000);
        var upload = await sheet.BeginAsync(file.Length, "a.png");
        using var slow = new SlowContent(file);
        var first = sheet.Officer.SendAsync(Sheet.Patch(upload, 0, slow), Cancelled);
        await Eventually.Is(() => Task.FromResult(File.Exists(host.StagingPath(IdOf(upload)))), there => there);

        using var second = await sheet.SendAsync(upload, 0, file);
        Assert.Equal(HttpStatusCode.Locked, second.StatusCode);

        slow.GoOn();
        using var finished = await first;
        Assert.Equal(HttpStatusCode.NoContent, finished.StatusCode);
        Assert.Equal(Sheet.Sha256(file), Assert.Single(await sheet.DocumentsAsync()).GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task What_is_not_taken_up_again_in_time_is_removed_with_its_bytes()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var upload = await sheet.BeginAsync(1000, "a.png");
        using var first = await sheet.SendAsync(upload, 0, SampleFiles.Png(400));
        Assert.True(File.Exists(host.StagingPath(IdOf(upload))));

        await host.Read(db => db.Uploads.Where(x => x.Id == IdOf(upload)).ExecuteUpdateAsync(set => set.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddSeconds(-1)), Cancelled));

        using (var late = await sheet.StateAsync(upload))
        {
            Assert.Contains(late.StatusCode, new[] { HttpStatusCode.Gone, HttpStatusCode.NotFound }); // not found once it is removed
        }

        await Eventually.Is(() => Task.FromResult(File.Exists(host.StagingPath(IdOf(upload)))), there => !there);
    }

    [Fact]
    public async Task The_server_says_what_it_can_and_that_a_file_may_have_200_megabytes()
    {
        using var sheet = await Sheet.OpenAsync(host);
        using var options = await sheet.Officer.SendAsync(new HttpRequestMessage(HttpMethod.Options, sheet.Path("/uploads")), Cancelled);
        Assert.Equal(HttpStatusCode.NoContent, options.StatusCode);
        Assert.Equal("1.0.0", Assert.Single(options.Headers.GetValues("Tus-Version")));
        Assert.Equal("creation,expiration,checksum,termination", Assert.Single(options.Headers.GetValues("Tus-Extension")));
        Assert.Equal("209715200", Assert.Single(options.Headers.GetValues("Tus-Max-Size")));

        using var tooLarge = await sheet.CreateAsync(209_715_201, "a.pdf");
        using var exact = await sheet.CreateAsync(209_715_200, "a.pdf");
        Assert.Equal([HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.Created], [tooLarge.StatusCode, exact.StatusCode]);
        Assert.True(exact.Headers.Contains("Upload-Expires"));

        using var without = await sheet.Officer.PostAsync(sheet.Path("/uploads"), null, Cancelled);
        Assert.Equal(HttpStatusCode.PreconditionFailed, without.StatusCode);
    }

    [Fact]
    public async Task More_bytes_than_announced_are_refused_and_a_cancelled_upload_is_gone()
    {
        using var sheet = await Sheet.OpenAsync(host);
        var upload = await sheet.BeginAsync(100, "a.png");
        using var tooMuch = await sheet.SendAsync(upload, 0, SampleFiles.Png(101));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooMuch.StatusCode);
        Assert.Equal(0, await sheet.OffsetAsync(upload));

        using var cancelled = await sheet.Officer.SendAsync(Sheet.Tus(HttpMethod.Delete, upload.OriginalString), Cancelled);
        using var gone = await sheet.StateAsync(upload);
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NotFound], [cancelled.StatusCode, gone.StatusCode]);
        Assert.False(File.Exists(host.StagingPath(IdOf(upload))));
    }

    private static async Task<long> OffsetOrBusyAsync(Sheet sheet, Uri upload)
    {
        using var response = await sheet.StateAsync(upload);
        return response.StatusCode == HttpStatusCode.OK ? Sheet.Offset(response) : -1;
    }

    private static Guid IdOf(Uri upload) => Guid.Parse(upload.OriginalString.Split('/')[^1]);

    /// <summary>Sends some bytes of a longer body, then the line is dead.</summary>
    private sealed class BreakingContent(ReadOnlyMemory<byte> bytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes);
            await stream.FlushAsync();
            await Task.Delay(300);
            throw new IOException("The line is dead.");
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 3 * Mega;
            return true;
        }
    }

    private sealed class SlowContent(byte[] bytes) : HttpContent
    {
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void GoOn() => _goOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, 500));
            await stream.FlushAsync();
            await _goOn.Task;
            await stream.WriteAsync(bytes.AsMemory(500));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
