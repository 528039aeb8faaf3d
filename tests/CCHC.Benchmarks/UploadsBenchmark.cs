using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CCHC.Demo;
using CCHC.Testing.Installations;

namespace CCHC.Benchmarks;

/// <summary>
/// Ten officers send a file of 200 MB each at once, through the gateway. By how much the process that receives them grows, and how long it
/// takes beside ten copies of the same bytes that dd forces to the same disk.
/// </summary>
public static class UploadsBenchmark
{
    private const int Files = 10;
    private const int Length = 200 * 1024 * 1024;
    private const double MostMegabytes = 50;
    private const string Group = "so";

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,100,,SUM,
        1.1,TC,Ban hành kế hoạch cải cách hành chính,100,TD,YESNO,có=100;không=0
        """;

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        await Console.Error.WriteLineAsync("Starting an installation");
        await using var installation = await Installation.StartAsync();
        var homeAffairs = await installation.SignInAsync("sonoivu");
        var known = DemoData.PublishedThanhHoa2024().Select(published => published.UnitCode).ToHashSet(StringComparer.Ordinal);
        var units = (await TrialCampaign.UnitsAsync(homeAffairs, Group)).Where(unit => known.Contains(unit.Key)).Take(Files).ToDictionary(StringComparer.Ordinal);
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, "do-tai-len", Group, Criteria, [.. units.Values]);
        var officers = new List<(string Token, Guid Sheet)>();
        foreach (var unit in units.Keys)
        {
            var officer = await installation.SignInAsync($"canbo.{unit.ToLowerInvariant()}");
            officers.Add((officer.Token!, (await campaign.SheetsAsync(officer))[unit]));
        }

        await Task.WhenAll(officers.Select((officer, number) => SendAsync(installation, officer.Token, officer.Sheet, Files + number, 5 * ResumableUpload.Piece)));

        await Console.Error.WriteLineAsync($"{Files} files of {Length / 1024 / 1024} MB");
        using var memory = PeakMemory.Watch(installation.Resource("assessment").Pids.Single());
        var clock = Stopwatch.StartNew();
        var sent = await Task.WhenAll(officers.Select((officer, number) => SendAsync(installation, officer.Token, officer.Sheet, number, Length)));
        var elapsed = clock.Elapsed;
        var (grown, before) = memory.Stop();
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"from {before:0} MB by {grown:0.0} MB in {elapsed.TotalSeconds:0.0} s; reading them back"));

        var copying = await CopyAsync(installation, sent.Select(file => file.Sha256));
        var changed = 0;
        foreach (var ((token, sheet), (document, sha256)) in officers.Zip(sent))
        {
            changed += await DownloadAsync(installation, token, sheet, document) == sha256 ? 0 : 1;
        }

        return
        [
            new Measurement("uploads.memory", grown, "MB", Yardstick: null, MostMegabytes),
            new Measurement("uploads.seconds", elapsed.TotalSeconds, "s", copying.TotalSeconds, Target: null),
            new Measurement("uploads.changed", changed, "", Yardstick: null, Target: 0),
        ];
    }

    /// <summary>A picture by its first bytes; always the same for a number. Returns its document and its SHA-256.</summary>
    private static async Task<(Guid Document, string Sha256)> SendAsync(Installation installation, string token, Guid sheet, int number, int length)
    {
        using var upload = await ResumableUpload.BeginAsync(installation, token, sheet, $"anh-{number}.png", length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (random, piece) = (new Random(number), new byte[ResumableUpload.Piece]);
        Guid? document = null;
        for (var offset = 0; offset < length; offset += piece.Length)
        {
            random.NextBytes(piece);
            if (offset == 0)
            {
                ((byte[])[0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8]).CopyTo(piece, 0);
            }

            hash.AppendData(piece);
            document = await upload.SendAsync(offset, new ByteArrayContent(piece));
        }

        return (document!.Value, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static async Task<string> DownloadAsync(Installation installation, string token, Guid sheet, Guid document)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await using var content = await http.GetStreamAsync(new Uri(installation.Address, $"/api/assessment/self-assessments/{sheet}/documents/{document}/content"));
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content));
    }

    private static async Task<TimeSpan> CopyAsync(Installation installation, IEnumerable<string> files)
    {
        var evidence = Path.Combine(installation.Data, "evidence");
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(files.Select(async file =>
        {
            var (kept, copy) = (Path.Combine(evidence, "files", file[..2], file[2..4], file), Path.Combine(evidence, file + ".copy"));
            using var dd = Process.Start(new ProcessStartInfo("dd", [$"if={kept}", $"of={copy}", "bs=2M", "conv=fsync", "status=none"]))!;
            await dd.WaitForExitAsync();
            if (dd.ExitCode != 0)
            {
                throw new InvalidOperationException($"dd ended with {dd.ExitCode}.");
            }
        }));
        return clock.Elapsed;
    }
}
