using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using CCHC.Testing.Installations;

namespace CCHC.EndToEnd.Tests;

/// <summary>A file that is on its way through the gateway when one of the two ends dies.</summary>
public sealed class ResumedUploadTests(Province province, ITestOutputHelper output)
{
    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,100,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,100,TD,YESNO,có=100;không=0
        """;

    /// <summary>The largest file that is taken has 200 MB: <c>CCHC_TEST_UPLOAD_MB=200</c>.</summary>
    private static readonly int Length = int.Parse(Environment.GetEnvironmentVariable("CCHC_TEST_UPLOAD_MB") ?? "40", CultureInfo.InvariantCulture) * 1024 * 1024;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_goes_on_where_it_was_after_the_client_is_killed_and_after_the_server_is_killed_and_arrives_unchanged()
    {
        var homeAffairs = await province.HomeAffairsAsync();
        var units = await TrialCampaign.UnitsAsync(homeAffairs, "so");
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, "thu-tai-tiep", "so", Criteria, [units["STC"]]);
        var officer = await province.System.SignInAsync("canbo.stc");
        var sheet = (await campaign.SheetsAsync(officer))["STC"];

        await ResumesAsync(officer.Token!, sheet, "may-khach.png", upload =>
        {
            upload.Dispose();
            return Task.CompletedTask;
        });
        await ResumesAsync(officer.Token!, sheet, "may-chu.png", _ => province.System.KillAsync("assessment"));
    }

    /// <summary>Sends 40 % and half a piece more, lets someone die, and sends the rest from where the server says.</summary>
    private async Task ResumesAsync(string token, Guid sheet, string name, Func<ResumableUpload, Task> dies)
    {
        byte[] file = [0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8, .. RandomNumberGenerator.GetBytes(Length - 8)];
        using var first = await ResumableUpload.BeginAsync(province.System, token, sheet, name, file.Length);
        var cut = Length / 10 * 4 / ResumableUpload.Piece * ResumableUpload.Piece;
        await SendAsync(first, file, 0, cut);
        using var half = new HalfPiece(file.AsMemory(cut, ResumableUpload.Piece));
        var broken = first.SendAsync(cut, half, Cancelled);
        await half.IsHalfSent;
        await Task.Delay(TimeSpan.FromSeconds(0.3), Cancelled); // until it has reached the disk
        await dies(first);
        half.GoOn();
        await Assert.ThrowsAnyAsync<Exception>(() => broken);

        using var second = first.TakenUp(province.System, token);
        var offset = await second.OffsetAsync();
        output.WriteLine($"{name}: {offset} of {file.Length} bytes had arrived, {cut} of them in whole pieces.");
        Assert.InRange(offset, cut, cut + ResumableUpload.Piece - 1);
        var document = await SendAsync(second, file, (int)offset, file.Length);

        Assert.NotNull(document);
        var answer = await DownloadAsync(token, sheet, document.Value);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), answer);
    }

    private static async Task<Guid?> SendAsync(ResumableUpload upload, byte[] file, int from, int to)
    {
        Guid? document = null;
        for (var offset = from; offset < to; offset += ResumableUpload.Piece)
        {
            document = await upload.SendAsync(offset, new ByteArrayContent(file, offset, Math.Min(ResumableUpload.Piece, to - offset)), Cancelled);
        }

        return document;
    }

    private async Task<string> DownloadAsync(string token, Guid sheet, Guid document)
    {
        using var http = new HttpClient { BaseAddress = province.System.Address, DefaultRequestHeaders = { Authorization = new("Bearer", token) } };
        await using var content = await http.GetStreamAsync(new Uri($"/api/assessment/self-assessments/{sheet}/documents/{document}/content", UriKind.Relative), Cancelled);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, Cancelled));
    }

    /// <summary>Half of a piece; the rest follows only when it is told to, or never.</summary>
    private sealed class HalfPiece(ReadOnlyMemory<byte> piece) : HttpContent
    {
        private readonly TaskCompletionSource _half = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsHalfSent => _half.Task;

        public void GoOn() => _goOn.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(piece[..(piece.Length / 2)]);
            await stream.FlushAsync();
            _half.SetResult();
            await _goOn.Task;
            await stream.WriteAsync(piece[(piece.Length / 2)..]);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = piece.Length;
            return true;
        }
    }
}
