using System.Globalization;
using System.Text.Json;
using CCHC.NativeHosting.Running;

namespace CCHC.NativeHosting.Backups;

/// <summary>A backup of the cluster as the repository knows it.</summary>
internal sealed record DatabaseBackup(string Label, string Type, DateTimeOffset Start, DateTimeOffset Stop, long Size, long Added);

/// <summary>
/// The cluster of all services in the repository, by pgBackRest: full and incremental backups and the write-ahead log, from which any second can
/// be had. One cluster has one log, so that the databases of all services are always as of the same moment.
/// </summary>
/// <param name="repository">Where to.</param>
/// <param name="folder">Of the database server, with the cluster in it.</param>
/// <param name="account">What to put before a program so that it runs as the server does.</param>
internal sealed class DatabaseArchive(Repository repository, string folder, IReadOnlyList<string> account)
{
    private const string Stanza = "cchc";
    private static readonly TimeSpan BetweenFullBackups = TimeSpan.FromDays(7);

    private string Settings => Path.Combine(SettingsFolder(folder), "pgbackrest.conf");

    /// <summary>Archives a segment of the log once there is a repository; before that there is nothing to do.</summary>
    public static string ArchiveCommand(string folder)
    {
        var settings = Quoted(Path.Combine(SettingsFolder(folder), "pgbackrest.conf")).Replace("%", "%%", StringComparison.Ordinal);
        return $"[ ! -e {settings} ] || exec pgbackrest --config={settings} --stanza={Stanza} archive-push %p";
    }

    public static string SettingsFolder(string folder) => Path.Combine(folder, "pgbackrest");

    /// <summary>Of a repository alone, where there is no cluster.</summary>
    public static async Task<IReadOnlyList<DatabaseBackup>> BackupsAsync(Repository repository)
    {
        var json = await Tool.SucceedAsync(["pgbackrest", "info", "--no-config", "--stanza=" + Stanza, "--output=json"], Reading(repository), "Không đọc được kho của cơ sở dữ liệu");
        return
        [
            .. JsonSerializer.Deserialize<JsonElement>(json).EnumerateArray().Where(stanza => stanza.TryGetProperty("backup", out _)).SelectMany(stanza => stanza.GetProperty("backup").EnumerateArray())
                .Select(backup => new DatabaseBackup(
                    backup.GetProperty("label").GetString()!,
                    backup.GetProperty("type").GetString()!,
                    DateTimeOffset.FromUnixTimeSeconds(backup.GetProperty("timestamp").GetProperty("start").GetInt64()),
                    DateTimeOffset.FromUnixTimeSeconds(backup.GetProperty("timestamp").GetProperty("stop").GetInt64()),
                    backup.GetProperty("info").GetProperty("size").GetInt64(),
                    backup.GetProperty("info").GetProperty("repository").GetProperty("delta").GetInt64())),
        ];
    }

    /// <summary>When the last piece of the log came in; null without one.</summary>
    public static DateTimeOffset? LastLog(Repository repository)
    {
        var log = Path.Combine(repository.Database, "archive", Stanza);
        return Directory.Exists(log) && Directory.EnumerateFiles(log, "0*-*", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty().Max() is var last && last != default
            ? new DateTimeOffset(last, TimeSpan.Zero)
            : null;
    }

    /// <summary>Reads every file of the repository again; returns what is wrong, or null.</summary>
    public static async Task<string?> VerifyAsync(Repository repository)
    {
        // It ends with success whatever it finds.
        var result = await Tool.RunAsync(
            ["pgbackrest", "verify", "--no-config", "--stanza=" + Stanza, "--output=text", "--verbose", "--log-level-console=off", "--log-level-file=off"], Reading(repository));
        var lines = result.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return result.ExitCode == 0 && lines.Contains("status: ok", StringComparer.Ordinal) && !lines.Contains("status: error", StringComparer.Ordinal)
            ? null
            : string.Join("; ", [.. lines, .. result.Errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);
    }

    /// <summary>Writes the settings, on which archiving begins.</summary>
    public async Task ConfigureAsync()
    {
        foreach (var path in (string[])[SettingsFolder(folder), repository.Database])
        {
            Directory.CreateDirectory(path, PrivateFile.FolderMode);
            await OwnAsync(path);
        }

        if ((await Tool.RunAsync([.. account, "test", "-w", repository.Database], Nothing)).ExitCode != 0)
        {
            throw new BackupFailedException($"Tài khoản của máy chủ cơ sở dữ liệu không ghi được vào {repository.Database}: chọn thư mục mà tài khoản đó tới được.");
        }

        // Moved into place whole and already readable: the server archives by it at any moment.
        var draft = Settings + ".draft";
        PrivateFile.Write(
            draft,
            $"""
            [global]
            repo1-path={repository.Database}
            repo1-cipher-type=aes-256-cbc
            repo1-cipher-pass={repository.Passphrase}
            repo1-retention-full=5
            archive-push-queue-max=8GiB
            compress-type=zst
            start-fast=y
            log-level-file=off
            lock-path={Path.Combine(SettingsFolder(folder), "lock")}
            spool-path={Path.Combine(SettingsFolder(folder), "spool")}

            [{Stanza}]
            pg1-path={Path.Combine(folder, PostgresServer.DataFolder)}

            """);
        await OwnAsync(draft);
        File.Move(draft, Settings, overwrite: true);
    }

    public void ForgetSettings() => Directory.Delete(SettingsFolder(folder), recursive: true);

    public Task CreateAsync(PostgresConnection server) =>
        Tool.SucceedAsync([.. Program("stanza-create"), .. server.Options], server.Environment, "Không mở được kho của cơ sở dữ liệu");

    /// <summary>A full backup once a week, otherwise what has changed; waits until the log that it needs is archived.</summary>
    public async Task<DatabaseBackup> BackUpAsync(PostgresConnection server)
    {
        var known = await BackupsAsync(repository);
        var full = !known.Any(backup => backup.Type == "full" && backup.Start > DateTimeOffset.UtcNow - BetweenFullBackups);
        await Tool.SucceedAsync([.. Program("backup"), full ? "--type=full" : "--type=incr", .. server.Options], server.Environment, "Sao lưu cơ sở dữ liệu không thành công");
        return (await BackupsAsync(repository))[^1];
    }

    /// <summary>Lays the cluster out as the repository has it; it recovers when it is started.</summary>
    /// <param name="target">Such as <c>--type=time</c>.</param>
    public Task RestoreAsync(params IReadOnlyList<string> target) =>
        Tool.SucceedAsync([.. Program("restore"), .. target], Nothing, "Không khôi phục được cơ sở dữ liệu");

    private static Dictionary<string, string> Nothing => [];

    private static Dictionary<string, string> Reading(Repository repository) => new()
    {
        ["PGBACKREST_REPO1_PATH"] = repository.Database,
        ["PGBACKREST_REPO1_CIPHER_TYPE"] = "aes-256-cbc",
        ["PGBACKREST_REPO1_CIPHER_PASS"] = repository.Passphrase,
    };

    private static string Quoted(string path) => $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private IReadOnlyList<string> Program(string command) => [.. account, "pgbackrest", command, "--config=" + Settings, "--stanza=" + Stanza, "--log-level-stderr=off", "--log-level-console=warn"];

    private Task OwnAsync(string path) =>
        account.Count == 0 ? Task.CompletedTask : Tool.SucceedAsync(["chown", PostgresAccount.Name, path], Nothing, $"Không giao được {path} cho tài khoản {PostgresAccount.Name}");
}

/// <summary>How to get at a running server.</summary>
internal sealed record PostgresConnection(string Port, string UserName, string Password, string Programs)
{
    public IReadOnlyList<string> Options => ["--pg1-port=" + Port, "--pg1-user=" + UserName];

    /// <summary>Loopback, because the server has no socket.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["PGHOST"] = "127.0.0.1", ["PGPASSWORD"] = Password };

    public static PostgresConnection Of(string connectionString, string programs)
    {
        var values = connectionString.Split(';').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new PostgresConnection(values["Port"], values["Username"], values["Password"], programs);
    }

    public async Task<string> QueryAsync(params IReadOnlyList<string> statements) => (await Tool.SucceedAsync(
        [Path.Combine(Programs, "psql"), "-p", Port, "-U", UserName, "-d", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1", .. statements.SelectMany(x => (string[])["-c", x])],
        Environment,
        "Không hỏi được máy chủ cơ sở dữ liệu")).Trim();
}
