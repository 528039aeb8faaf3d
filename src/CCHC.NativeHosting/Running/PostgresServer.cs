using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using CCHC.NativeHosting.Backups;
using Microsoft.Extensions.Configuration;

namespace CCHC.NativeHosting.Running;

/// <summary>PostgreSQL from the machine's packages: on loopback, with passwords, with its cluster in the data folder.</summary>
internal sealed class PostgresServer : Runner
{
    public const string DataFolder = "cluster";
    private readonly PostgresServerResource server;
    private readonly DataDirectory data;
    private readonly string userName;
    private readonly string password;
    private readonly int port;
    private readonly string folder;
    private readonly string cluster;
    private readonly string programs;
    private IReadOnlyList<string>? dropPrivileges;

    public PostgresServer(PostgresServerResource server, DataDirectory data, IConfiguration configuration)
        : base(server, server.Name)
    {
        this.server = server;
        this.data = data;
        userName = server.UserName?.Value(configuration, data) ?? "postgres";
        password = server.Password?.Value(configuration, data) ?? data.Secret(server.Name + "-password");
        port = data.Port(server.Name, server.Port);
        folder = data.Folder(server.Name);
        cluster = Path.Combine(folder, DataFolder);
        programs = FindPrograms(cluster);
        ConnectionString = $"Host=127.0.0.1;Port={port};Username={userName};Password={password}";
    }

    public override string Kind => "postgres";

    public override string ConnectionString { get; }

    public override IReadOnlyList<string> Urls => [$"tcp://127.0.0.1:{port}"];

    /// <summary>Fast shutdown: sessions are ended, everything is on disk.</summary>
    public override int StopSignal => Libc.SIGINT;

    public override TimeSpan StopGrace => TimeSpan.FromSeconds(30);

    public override async Task PrepareAsync(LogFile log, CancellationToken cancellationToken)
    {
        dropPrivileges ??= await PostgresAccount.TakeAsync(folder, cancellationToken);
        if (File.Exists(Path.Combine(cluster, "PG_VERSION")))
        {
            return;
        }

        var draft = cluster + ".new";
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        var passwordFile = Path.Combine(server.Name, "initial-password");
        data.WritePrivate(passwordFile, password);
        passwordFile = Path.Combine(data.Root, passwordFile);
        try
        {
            if (dropPrivileges.Count > 0)
            {
                await RunAsync("chown", [PostgresAccount.Name, folder, passwordFile], log, cancellationToken);
            }

            await RunAsync(
                Path.Combine(programs, "initdb"),
                ["-D", draft, "-U", userName, "--pwfile", passwordFile, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8"],
                log,
                cancellationToken,
                dropped: true);
            Directory.Move(draft, cluster);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }

    public override Command Command()
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1",
            $"port={port}",
            "unix_socket_directories=",
            "max_connections=300",
            "shared_buffers=128MB",
            "jit=off", // the queries here are short; compiling them costs more than it saves
            "log_min_messages=warning",
            "archive_mode=on", // can be set at the start only; whether there is anything to do the command finds out itself
            $"archive_command={DatabaseArchive.ArchiveCommand(folder)}",
        ];
        return Dropped(Path.Combine(programs, "postgres"), ["-D", cluster, .. settings.SelectMany(x => (string[])["-c", x])]);
    }

    /// <summary>The server asks for a password only when it has recovered; before that it answers with an error.</summary>
    public override Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        var parameters = Encoding.ASCII.GetBytes($"user\0{userName}\0database\0postgres\0\0");
        var startup = new byte[8 + parameters.Length];
        BinaryPrimitives.WriteInt32BigEndian(startup, startup.Length);
        BinaryPrimitives.WriteInt32BigEndian(startup.AsSpan(4), 3 << 16);
        parameters.CopyTo(startup, 8);
        return AnswersAsync(port, startup, x => x == 'R', cancellationToken);
    }

    public override async Task CompleteAsync(LogFile log, CancellationToken cancellationToken)
    {
        if (server.Databases.Count == 0)
        {
            return;
        }

        var existing = (await QueryAsync(["SELECT datname FROM pg_database"], log, cancellationToken)).Split('\n').ToHashSet();
        var missing = server.Databases.Select(x => x.DatabaseName).Where(x => !existing.Contains(x)).ToList();
        if (missing.Count > 0)
        {
            await QueryAsync(missing.Select(x => $"CREATE DATABASE \"{x.Replace("\"", "\"\"", StringComparison.Ordinal)}\""), log, cancellationToken);
        }
    }

    /// <summary>The folder of the programs for a cluster, or of the newest ones for one that is still to be made.</summary>
    public static string FindPrograms(string cluster)
    {
        const string Packages = "/usr/lib/postgresql";
        var versionFile = Path.Combine(cluster, "PG_VERSION");
        var version = File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : null;
        var found = Directory.Exists(Packages)
            ? Directory.GetDirectories(Packages)
                .Where(x => File.Exists(Path.Combine(x, "bin", "postgres")) && (version is null || Path.GetFileName(x) == version))
                .MaxBy(x => int.TryParse(Path.GetFileName(x), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            : null;
        return found is not null
            ? Path.Combine(found, "bin")
            : throw new StartFailedException($"PostgreSQL {version} is not installed: apt-get install postgresql{(version is null ? "" : "-" + version)}");
    }

    public Task<string> QueryAsync(IEnumerable<string> statements, LogFile log, CancellationToken cancellationToken) => ChildProcess.RunAsync(
        new Command(
            Path.Combine(programs, "psql"),
            [
                "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-U", userName, "-d", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1",
                .. statements.SelectMany(x => (string[])["-c", x]),
            ],
            "/",
            new Dictionary<string, string?> { ["PGPASSWORD"] = password }),
        data,
        Name,
        log,
        cancellationToken);

    private Task<string> RunAsync(string program, IReadOnlyList<string> arguments, LogFile log, CancellationToken cancellationToken, bool dropped = false) =>
        ChildProcess.RunAsync(dropped ? Dropped(program, arguments) : Plain(program, arguments), data, Name, log, cancellationToken);

    private Command Dropped(string program, IReadOnlyList<string> arguments) =>
        dropPrivileges is { Count: > 0 } drop ? Plain(drop[0], [.. drop.Skip(1), program, .. arguments]) : Plain(program, arguments);

    private static Command Plain(string program, IReadOnlyList<string> arguments) =>
        new(program, arguments, "/", new Dictionary<string, string?> { ["PGPASSWORD"] = null });
}
