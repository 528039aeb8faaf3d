using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CCHC.Testing;
using Microsoft.AspNetCore.Hosting;

namespace CCHC.Assessment.Tests.Evidence;

/// <summary>With a real clamd, whose only signature is that of the EICAR test file.</summary>
public sealed class ScanTests(ScanTests.ScannedHost host) : IClassFixture<ScanTests.ScannedHost>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_wait_while_the_scanner_is_away_and_then_the_clean_one_is_released_and_the_infected_one_deleted()
    {
        Assert.SkipUnless(File.Exists(ScannedHost.Clamd), "clamd is not installed (apt-get install clamav-daemon).");
        using var sheet = await Sheet.OpenAsync(host);
        var (good, bad) = (SampleFiles.Pdf(), SampleFiles.Zip(("eicar.txt", SampleFiles.Eicar)));
        var (clean, infected) = (await sheet.UploadAsync(good, "a.pdf"), await sheet.UploadAsync(bad, "b.zip"));
        foreach (var waiting in new[] { clean, infected })
        {
            using var response = await sheet.DownloadAsync(waiting);
            Assert.Equal((HttpStatusCode.Conflict, "evidence.quarantined"), (response.StatusCode, (await Sheet.ProblemAsync(response)).Code));
        }

        host.StartClamd();

        await Eventually.Is(() => ScanAsync(sheet, clean), state => state == "clean", TimeSpan.FromSeconds(60));
        await Eventually.Is(() => ScanAsync(sheet, infected), state => state == "infected");
        await Eventually.Is(() => Task.FromResult(host.Keeps(Sheet.Sha256(bad))), kept => !kept);
        using (var response = await sheet.DownloadAsync(clean))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        // Now that it is there, the answer comes with the last byte.
        Assert.Equal("evidence.infected", (await sheet.RefusedAsync(bad, "c.zip")).Code);
        Assert.False(host.Keeps(Sheet.Sha256(bad)));
        Assert.Equal("clean", await ScanAsync(sheet, await sheet.UploadAsync(SampleFiles.Png(3 * 1024 * 1024), "d.png")));
    }

    private static async Task<string?> ScanAsync(Sheet sheet, Guid id) => (await sheet.DocumentAsync(id)).GetProperty("scan").GetString();

    public sealed class ScannedHost(TestServers servers) : EvidenceHost(servers)
    {
        public const string Clamd = "/usr/sbin/clamd";

        private readonly int _port = FreePort();
        private Process? _clamd;

        public void StartClamd()
        {
            var folder = Directory.CreateDirectory(Path.Combine(Folder, "clamd")).FullName;
            File.WriteAllText(Path.Combine(folder, "test.ndb"), $"Eicar-Test:0:*:{Convert.ToHexStringLower(SampleFiles.Eicar)}\n");
            var settings = Path.Combine(folder, "clamd.conf");
            File.WriteAllText(settings, $"DatabaseDirectory {folder}\nTCPSocket {_port}\nTCPAddr 127.0.0.1\nForeground yes\nStreamMaxLength 200M\n", Encoding.ASCII);
            _clamd = Process.Start(new ProcessStartInfo(Clamd, ["--config-file", settings]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            _clamd.BeginOutputReadLine();
            _clamd.BeginErrorReadLine();
        }

        public override async ValueTask DisposeAsync()
        {
            if (_clamd is not null)
            {
                _clamd.Kill();
                await _clamd.WaitForExitAsync(Cancelled);
                _clamd.Dispose();
            }

            await base.DisposeAsync();
        }

        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            builder.UseSetting("Evidence:Clamd", $"127.0.0.1:{_port}");
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
