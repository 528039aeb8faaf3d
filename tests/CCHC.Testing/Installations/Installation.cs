using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace CCHC.Testing.Installations;

/// <summary>The exit code and everything a command wrote.</summary>
public sealed record CommandResult(int ExitCode, string Output, TimeSpan Duration);

/// <summary>A process or database of a running installation, as its <c>run/state.json</c> tells.</summary>
public sealed record RunningResource(string Name, string Kind, IReadOnlyList<int> Pids, IReadOnlyList<Uri> Urls, string? ConnectionString);

/// <summary>
/// The whole system on a port and a data folder of its own, started and stopped by <c>./cchc</c> as a user would. A watchdog stops it and deletes
/// the folder however this process ends.
/// </summary>
public sealed class Installation : IAsyncDisposable
{
    private readonly string _cchc;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly Process _watchdog;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly Lazy<IReadOnlyDictionary<string, string>> _passwords;

    private Installation(string root, IReadOnlyDictionary<string, string>? environment)
    {
        _environment = environment ?? new Dictionary<string, string>(StringComparer.Ordinal);
        _cchc = Path.Combine(root, "cchc");
        Data = Path.Combine(Path.GetTempPath(), $"cchc-installation-{Guid.NewGuid():N}"[..26]);
        Port = FreePort();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"));
        _passwords = new(ReadPasswords);
        var start = new ProcessStartInfo("setsid") { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var argument in (string[])["bash", "-c", "cat > /dev/null; \"$0\" stop --data \"$1\" > /dev/null 2>&1; for x in \"$1\"/*; do ! mountpoint -q \"$x\" || umount -l \"$x\"; done; rm -rf -- \"$1\"", _cchc, Data])
        {
            start.ArgumentList.Add(argument);
        }

        _watchdog = Process.Start(start) ?? throw new InvalidOperationException("setsid (package util-linux) is missing.");
    }

    /// <summary>The working tree this program was built in.</summary>
    public static string Tree { get; } = FindTree();

    /// <summary>The data folder.</summary>
    public string Data { get; }

    public int Port { get; }

    /// <summary>Of the gateway.</summary>
    public Uri Address { get; }

    /// <summary>How long <c>./cchc run</c> took until the system was ready, with the build if there was one.</summary>
    public TimeSpan StartTime { get; private set; }

    /// <param name="root">A tree with <c>cchc</c> in it; this one by default.</param>
    /// <param name="empty">Without the demo province.</param>
    /// <param name="environment">Of the system, beside that of this process.</param>
    /// <param name="prepare">What to do with the data folder, which is not there yet, before the first start; such as mounting a disk in it.</param>
    /// <exception cref="InvalidOperationException">It did not become ready; the message is what <c>./cchc run</c> said.</exception>
    public static async Task<Installation> StartAsync(
        string? root = null, bool empty = false, IReadOnlyDictionary<string, string>? environment = null, Func<string, Task>? prepare = null)
    {
        var installation = new Installation(root ?? Tree, environment);
        if (prepare is not null)
        {
            await prepare(installation.Data);
        }

        var run = await installation.CchcAsync(
            "run", ["--detach", "--port", installation.Port.ToString(CultureInfo.InvariantCulture), .. empty ? (string[])["--empty"] : []]);
        installation.StartTime = run.Duration;
        if (run.ExitCode == 0 && run.Output.Contains($"ready http://127.0.0.1:{installation.Port}", StringComparison.Ordinal))
        {
            return installation;
        }

        await installation.DisposeAsync();
        throw new InvalidOperationException($"./cchc run ended with {run.ExitCode}:{Environment.NewLine}{run.Output}");
    }

    /// <summary>Runs <c>./cchc COMMAND --data … ARGUMENTS</c> to its end.</summary>
    public Task<CommandResult> CchcAsync(string command, params string[] arguments) => RunAsync([command, "--data", Data, .. arguments]);

    /// <summary>Runs <c>./cchc audit verify</c>.</summary>
    public Task<CommandResult> VerifyAuditAsync() => RunAsync(["audit", "verify", "--data", Data]);

    /// <summary>Runs <c>./cchc verify FILE</c>, which needs no installation.</summary>
    public Task<CommandResult> VerifyAsync(string file) => RunAsync(["verify", file]);

    public Caller Anonymous() => new(_http, Address, token: null);

    /// <summary>A caller with this token, genuine or not.</summary>
    public Caller WithToken(string token) => new(_http, Address, token);

    /// <summary>Past the gateway, to a replica of a service.</summary>
    public Caller Directly(string service, string? token) => new(_http, Resource(service).Urls[0], token);

    /// <summary>An account of the demo province, with the password of <c>accounts.csv</c>.</summary>
    public Task<Caller> SignInAsync(string userName) => SignInAsync(userName, Password(userName));

    public async Task<Caller> SignInAsync(string userName, string password)
    {
        var token = await Anonymous().SignInAsync(userName, password);
        return WithToken(token);
    }

    public string Password(string userName) => _passwords.Value[userName];

    public RunningResource Resource(string name)
    {
        using var state = JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "run", "state.json")));
        return state.RootElement.GetProperty("resources").EnumerateArray()
            .Select(resource => resource.Deserialize<RunningResource>(JsonSerializerOptions.Web)!)
            .Single(resource => string.Equals(resource.Name, name, StringComparison.Ordinal));
    }

    /// <summary>Of a database (<c>ranking-db</c>), of PostgreSQL or of RabbitMQ.</summary>
    public string ConnectionString(string name) => Resource(name).ConnectionString!;

    /// <summary>The lines a process has logged, in the file it stands in.</summary>
    public IReadOnlyList<string> Log(string name)
    {
        using var reader = new StreamReader(new FileStream(Path.Combine(Data, "logs", name + ".log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n');
    }

    /// <summary>SIGKILL to every process of the resource, as the kernel does when memory runs out. Returns what was killed.</summary>
    public async Task<IReadOnlyList<int>> KillAsync(string name)
    {
        var pids = Resource(name).Pids;
        await KillAsync(pids);
        return pids;
    }

    /// <summary>SIGKILL to the host alone.</summary>
    public Task KillHostAsync() => KillAsync([HostPid()]);

    /// <summary>The host and everything that descends from it.</summary>
    public IReadOnlyList<int> Processes() => Descendants(HostPid());

    /// <summary>A process and everything that descends from it.</summary>
    public static IReadOnlyList<int> Descendants(int root)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && TryRead($"{folder}/stat") is { } stat)
            {
                // The name in brackets may hold anything, brackets included.
                parents[pid] = int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ')[2], CultureInfo.InvariantCulture);
            }
        }

        var found = new List<int> { root };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(parents.Where(pair => pair.Value == found[i]).Select(pair => pair.Key));
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _watchdog.StandardInput.Close();
        await _watchdog.WaitForExitAsync();
        _watchdog.Dispose();
    }

    /// <summary>The content of a file of /proc, null when its process is gone.</summary>
    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task KillAsync(IEnumerable<int> pids)
    {
        using var kill = Process.Start("kill", ["-KILL", .. pids.Select(pid => pid.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync();
    }

    private int HostPid() => int.Parse(File.ReadAllText(Path.Combine(Data, "run", "host.pid")), CultureInfo.InvariantCulture);

    /// <summary>One that nobody on this machine listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindTree()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "cchc")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds cchc.");
        }

        return folder.FullName;
    }

    private Dictionary<string, string> ReadPasswords() => File.ReadLines(Path.Combine(Data, "accounts.csv")).Skip(1)
        .Select(line => line.Split(','))
        .DistinctBy(cells => cells[0])
        .ToDictionary(cells => cells[0], cells => cells[1], StringComparer.Ordinal);

    private async Task<CommandResult> RunAsync(IReadOnlyList<string> arguments)
    {
        var clock = Stopwatch.StartNew();
        var start = new ProcessStartInfo(_cchc, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, string.Concat(output), clock.Elapsed);
    }
}
