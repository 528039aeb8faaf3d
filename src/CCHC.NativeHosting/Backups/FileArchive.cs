using System.Globalization;
using System.Text.Json;
using CCHC.NativeHosting.Running;

namespace CCHC.NativeHosting.Backups;

/// <summary>The files of the data folder as they were at a moment.</summary>
internal sealed record FileSnapshot(string Id, DateTimeOffset Time, IReadOnlyList<string> Tags);

/// <summary>What a snapshot holds and what it has added to the repository.</summary>
internal sealed record FileBackup(string Id, long Files, long Size, long Added);

/// <summary>
/// Everything in the data folder but the servers' own data, by restic: evidence, keys, secrets, the broker's definitions. Encrypted, and what is
/// there already is not stored again.
/// </summary>
internal sealed class FileArchive(Repository repository)
{
    private const string Host = "cchc";

    private Dictionary<string, string> Environment => new() { ["RESTIC_REPOSITORY"] = repository.Files, ["RESTIC_PASSWORD"] = repository.Passphrase };

    /// <summary>Makes the repository, or finds that the passphrase opens it.</summary>
    public async Task OpenAsync()
    {
        if (repository.Exists)
        {
            await SnapshotsAsync();
            return;
        }

        Directory.CreateDirectory(repository.Files, PrivateFile.FolderMode);
        await RunAsync("Không lập được kho tệp", "/", CancellationToken.None, "init", "--quiet");
    }

    /// <summary>From the oldest to the newest.</summary>
    public async Task<IReadOnlyList<FileSnapshot>> SnapshotsAsync()
    {
        var json = await RunAsync("Không mở được kho tệp (sai cụm mật khẩu?)", "/", CancellationToken.None, "snapshots", "--json", "--no-lock");
        return
        [
            .. JsonSerializer.Deserialize<JsonElement>(json).EnumerateArray()
                .Select(snapshot => new FileSnapshot(
                    snapshot.GetProperty("id").GetString()!,
                    snapshot.GetProperty("time").GetDateTimeOffset(),
                    snapshot.TryGetProperty("tags", out var tags) ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : []))
                .OrderBy(snapshot => snapshot.Time),
        ];
    }

    /// <exception cref="BackupFailedException">A file that is still there could not be read; one that went away meanwhile is none.</exception>
    public async Task<FileBackup> BackUpAsync(string folder, IEnumerable<string> without, string tag, CancellationToken cancellationToken = default)
    {
        List<string> command = ["restic", "backup", ".", "--json", "--no-cache", "--host", Host, "--tag", tag, .. without.SelectMany(name => (string[])["--exclude", Path.Combine(folder, name)])];
        var result = await Tool.RunAsync(command, Environment, folder, cancellationToken);
        var messages = (result.Output + "\n" + result.Errors).Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        var unread = messages.Where(message => message.GetProperty("message_type").GetString() == "error")
            .Select(message => message.TryGetProperty("item", out var item) ? item.GetString() ?? "" : "")
            .Where(path => path.Length == 0 || Path.Exists(Path.Combine(folder, path)) || Path.Exists(Path.Combine(folder, path.TrimStart('/'))))
            .ToList();
        var summaries = messages.FindAll(message => message.GetProperty("message_type").GetString() == "summary");
        if (result.ExitCode is not (0 or 3) || unread.Count > 0 || summaries is not [var summary])
        {
            throw new BackupFailedException($"Sao lưu tệp không thành công: {(unread.Count > 0 ? "không đọc được " + string.Join(", ", unread.Take(5)) : Tool.LastWords(result))}");
        }

        return new FileBackup(
            summary.GetProperty("snapshot_id").GetString()!,
            summary.GetProperty("total_files_processed").GetInt64(),
            summary.GetProperty("total_bytes_processed").GetInt64(),
            summary.GetProperty("data_added").GetInt64());
    }

    /// <summary>Every minute of the last two days, every day of as long as the database's log is kept.</summary>
    public async Task ThinOutAsync()
    {
        await RunAsync("Không gỡ được khóa cũ của kho tệp", "/", CancellationToken.None, "unlock", "--quiet");
        await RunAsync("Không dọn được kho tệp", "/", CancellationToken.None, "forget", "--keep-within", "2d", "--keep-within-daily", "40d", "--group-by", "", "--prune", "--quiet");
    }

    /// <summary>Later snapshots over earlier ones.</summary>
    public async Task RestoreAsync(IEnumerable<FileSnapshot> snapshots, string folder)
    {
        foreach (var snapshot in snapshots)
        {
            await RunAsync("Không khôi phục được tệp", "/", CancellationToken.None, "restore", snapshot.Id, "--target", folder, "--no-lock");
        }
    }

    /// <summary>Reads every file of the repository again; returns what is wrong, or null.</summary>
    public async Task<string?> VerifyAsync()
    {
        var result = await Tool.RunAsync(["restic", "check", "--read-data", "--no-cache", "--no-lock"], Environment);
        return result.ExitCode == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{Tool.LastWords(result)}");
    }

    private Task<string> RunAsync(string what, string folder, CancellationToken cancellationToken, params IEnumerable<string> arguments) =>
        Tool.SucceedAsync(["restic", .. arguments, "--no-cache"], Environment, what, folder, cancellationToken);
}
