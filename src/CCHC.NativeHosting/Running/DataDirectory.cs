using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CCHC.NativeHosting.Running;

/// <summary>The folder that holds everything an installation keeps: servers' data, secrets, ports, logs, and what runs now.</summary>
internal sealed class DataDirectory : IDisposable
{
    /// <summary>Below Linux's range of ports for outgoing connections, so that none of them takes a port between two starts of a process.</summary>
    private const int FirstPort = 20000;
    private const int LastPort = 31999;
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly FileStream runLock;
    private readonly Dictionary<string, int> ports;
    private readonly HashSet<int> taken = [];

    private DataDirectory(string path, FileStream runLock)
    {
        Root = path;
        this.runLock = runLock;
        ports = File.Exists(PortsFile) ? JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(PortsFile)) ?? [] : [];
    }

    public string Root { get; }

    public string Logs => Folder("logs");

    private string PortsFile => Path.Combine(Root, "run", "ports.json");

    /// <summary>Opens the folder for this process alone.</summary>
    public static DataDirectory Open(string path)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            // The database server runs under another account when the host is root: that account must get through to its own folder.
            Directory.CreateDirectory(root, Environment.IsPrivilegedProcess ? PrivateFile.FolderMode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : PrivateFile.FolderMode);
            foreach (var name in (string[])["logs", "run", "secrets"])
            {
                Directory.CreateDirectory(Path.Combine(root, name), PrivateFile.FolderMode);
            }

            var opened = Lock(Path.Combine(root, "run", "lock"));
            var directory = new DataDirectory(root, opened);
            directory.WritePrivate("run/host.pid", Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
            File.Delete(Path.Combine(root, "run", "ready"));
            return directory;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartFailedException($"The data folder {root} cannot be used by {Environment.UserName}: {e.Message}");
        }
        catch (IOException e) when (e is not DirectoryNotFoundException and not PathTooLongException)
        {
            var owner = Path.Combine(root, "run", "host.pid");
            throw new StartFailedException(
                $"The system already runs with the data folder {root}{(File.Exists(owner) ? $" (process {File.ReadAllText(owner).Trim()})" : "")}: {e.Message}");
        }
    }

    public string Folder(string name)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(path, PrivateFile.FolderMode);
        return path;
    }

    /// <summary>A random value made once; it has letters of both cases, digits and a mark, and needs no escaping anywhere.</summary>
    public string Secret(string name)
    {
        var path = Path.Combine(Root, "secrets", name);
        if (File.Exists(path))
        {
            return File.ReadAllText(path).Trim();
        }

        string value;
        do
        {
            value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18)).Replace('_', 'x').Replace('-', 'y').Insert(12, "-");
        }
        while (!value.Any(char.IsAsciiLetterLower) || !value.Any(char.IsAsciiLetterUpper) || !value.Any(char.IsAsciiDigit));

        WritePrivate(Path.Combine("secrets", name), value);
        return value;
    }

    /// <summary>The port asked for, or the one used last time, or a free one; always on loopback.</summary>
    public int Port(string key, int? requested = null)
    {
        if (requested is { } port)
        {
            if (!IsFree(port))
            {
                throw new StartFailedException($"Port {port} for '{key}' is taken on this machine; choose another one (--port N).");
            }

            taken.Add(port);
            return port;
        }

        // Each folder looks from a place of its own, so that installations starting at the same moment do not meet.
        var candidate = ports.TryGetValue(key, out var last)
            ? last
            : FirstPort + (int)(BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(Root))) % 400 * 25);
        while (taken.Contains(candidate) || !IsFree(candidate))
        {
            candidate = candidate >= LastPort ? FirstPort : candidate + 1;
        }

        taken.Add(candidate);
        ports[key] = candidate;
        WritePrivate("run/ports.json", JsonSerializer.Serialize(ports, Indented));
        return candidate;
    }

    public void WriteState(object state) => WritePrivate("run/state.json", JsonSerializer.Serialize(state, Indented));

    /// <summary>Where each replica tells its figures, as Prometheus' <c>file_sd_configs</c> reads it.</summary>
    public void WriteMetricsTargets(IEnumerable<(string Service, IEnumerable<string> Addresses)> services) => WritePrivate(
        "run/metrics.json", JsonSerializer.Serialize(services.Select(x => new { Targets = x.Addresses.ToArray(), Labels = new { x.Service } }), Indented));

    public void WriteReady(string url) => WritePrivate("run/ready", url + "\n");

    public void WritePrivate(string name, string content) => PrivateFile.Write(Path.Combine(Root, name), content);

    public void Dispose()
    {
        foreach (var name in (string[])["ready", "state.json", "metrics.json", "host.pid"])
        {
            File.Delete(Path.Combine(Root, "run", name));
        }

        runLock.Dispose();
    }

    /// <summary>Tries for a second: one who only looks whether the system runs holds the lock for a moment.</summary>
    private static FileStream Lock(string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 10 && Directory.Exists(Path.GetDirectoryName(path)))
            {
                Thread.Sleep(100);
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
