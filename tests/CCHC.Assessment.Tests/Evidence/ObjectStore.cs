using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CCHC.EvidenceFiles.Storage;
using CCHC.Testing;

namespace CCHC.Assessment.Tests.Evidence;

/// <summary>A real S3-compatible server on loopback with one bucket; it ends with the tests, also when they are killed.</summary>
public sealed class ObjectStore : IAsyncLifetime
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "S3Server");

    /// <summary>One for all classes.</summary>
    private static readonly NodePackages Packages = new(Program);

    private readonly string _folder = Directory.CreateTempSubdirectory("cchc-s3-").FullName;
    private readonly int _port = FreePort();
    private Process? _server;

    public S3Options Options => new() { Endpoint = new Uri($"http://127.0.0.1:{_port}"), Bucket = "tai-lieu", AccessKey = "S3RVER", SecretKey = "S3RVER" };

    /// <summary>Names of the objects in the bucket.</summary>
    public IReadOnlyList<string> Objects =>
    [
        .. Directory.EnumerateFiles(Path.Combine(_folder, "tai-lieu"), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith("._S3rver_object", StringComparison.Ordinal)).Select(file => Path.GetFileName(file).Replace("._S3rver_object", "", StringComparison.Ordinal)),
    ];

    public async ValueTask InitializeAsync()
    {
        await Packages.EnsureAsync();

        // The shell ends the server when this process is gone and with it the other end of its standard input.
        var server = string.Create(CultureInfo.InvariantCulture, $"node node_modules/s3rver/bin/s3rver.js -d '{_folder}' -a 127.0.0.1 -p {_port} --silent --configure-bucket tai-lieu & cat > /dev/null; kill $!");
        _server = Process.Start(new ProcessStartInfo("sh", ["-c", server]) { WorkingDirectory = Program, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var http = new HttpClient();
        await Eventually.Holds(() => http.GetAsync(Options.Endpoint), TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            _server.StandardInput.Close();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
