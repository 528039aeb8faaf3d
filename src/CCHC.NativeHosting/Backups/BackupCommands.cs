using System.Diagnostics;
using CCHC.NativeHosting.Running;
using Microsoft.Extensions.Configuration;

namespace CCHC.NativeHosting.Backups;

/// <summary>
/// What an administrator asks for beside a running system. Configuration keys: <c>Backup</c> (<c>create</c>, <c>list</c> or <c>check</c>),
/// <c>Repository</c> (folder; by default the one of the last backup), <c>Data</c>.
/// </summary>
internal static class BackupCommands
{
    public static async Task<int> RunAsync(string action, IConfiguration configuration, IReadOnlyList<IResource> resources)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(configuration["Data"] ?? ".data"));
        try
        {
            var area = new BackupArea(root);
            var repository = Repository.Of(configuration["Repository"], area.Known);
            return action switch
            {
                "create" => await CreateAsync(area, repository, new RunningSystem(root, resources)),
                "list" => await ListAsync(repository),
                "check" => await CheckAsync(repository),
                _ => throw new BackupFailedException($"'{action}' không phải là việc sao lưu."),
            };
        }
        catch (Exception e) when (e is BackupFailedException or StartFailedException or IOException or UnauthorizedAccessException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"Không thành công: {e.Message}");
            if (action == "create")
            {
                await Console.Error.WriteLineAsync("Các bản sao lưu trước vẫn nguyên.");
            }

            return 1;
        }
    }

    private static async Task<int> CreateAsync(BackupArea area, Repository repository, RunningSystem system)
    {
        var server = system.Database();
        var account = await PostgresAccount.TakeAsync(system.DatabaseFolder, CancellationToken.None);
        var (database, files) = (new DatabaseArchive(repository, system.DatabaseFolder, account), new FileArchive(repository));
        using var held = await area.LockAsync(TimeSpan.FromMinutes(1)) ?? throw new BackupFailedException("Đang có một lần sao lưu khác chạy.");

        await BeginAsync(area, repository, database, files, server);
        Report.Say($"Kho sao lưu: {repository.Path}");
        Report.Say("Sao lưu cơ sở dữ liệu…");
        var clock = Stopwatch.StartNew();
        var saved = await database.BackUpAsync(server);
        var databaseTime = clock.Elapsed;

        // After the database: files are never changed, so that what it names is among them, and more.
        Report.Say("Sao lưu tệp: tài liệu kiểm chứng, khóa, bí mật, định nghĩa của RabbitMQ…");
        clock.Restart();
        await system.SaveDefinitionsAsync(area, CancellationToken.None);
        var snapshot = await files.BackUpAsync(area.Root, system.Without, saved.Label);
        var filesTime = clock.Elapsed;
        await files.ThinOutAsync();

        Report.Say(
            $"Xong bản {saved.Label} lúc {Report.Time(DateTimeOffset.UtcNow)}: cơ sở dữ liệu {Report.Size(saved.Size)} ({Report.Kind(saved.Type)}, thêm vào kho {Report.Size(saved.Added)}, {Report.Seconds(databaseTime)}); "
            + $"{Report.Count(snapshot.Files)} tệp {Report.Size(snapshot.Size)} (thêm vào kho {Report.Size(snapshot.Added)}, {Report.Seconds(filesTime)}).");
        return 0;
    }

    /// <summary>The first time, or to another repository: from now on the log is archived, too.</summary>
    private static async Task BeginAsync(BackupArea area, Repository repository, DatabaseArchive database, FileArchive files, PostgresConnection server)
    {
        if (Directory.Exists(repository.Path) && !repository.Exists && Directory.EnumerateFileSystemEntries(repository.Path).Any())
        {
            throw new BackupFailedException($"{repository.Path} có thứ khác bên trong và không phải là kho sao lưu: chọn thư mục trống.");
        }

        if (Path.GetRelativePath(area.Root, repository.Path) is var relative && !relative.StartsWith("..", StringComparison.Ordinal))
        {
            throw new BackupFailedException("Kho sao lưu không được nằm trong thư mục dữ liệu.");
        }

        if (await server.QueryAsync("SHOW archive_mode") != "on")
        {
            throw new BackupFailedException("Máy chủ cơ sở dữ liệu chưa bật lưu nhật ký: dừng rồi chạy lại hệ thống bằng bản này (./cchc stop, ./cchc run).");
        }

        Directory.CreateDirectory(repository.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        await files.OpenAsync();
        var known = area.Known;
        await database.ConfigureAsync();
        try
        {
            await database.CreateAsync(server);
        }
        catch (BackupFailedException)
        {
            // The log must not go on into a repository that does not take it.
            if (known is null || !string.Equals(known.Path, repository.Path, StringComparison.Ordinal))
            {
                area.Forget();
                database.ForgetSettings();
            }

            throw;
        }

        area.Remember(repository);
        await server.QueryAsync("ALTER SYSTEM SET archive_timeout = '60s'", "SELECT pg_reload_conf()");
    }

    private static async Task<int> ListAsync(Repository repository)
    {
        var backups = await DatabaseArchive.BackupsAsync(repository);
        var snapshots = await new FileArchive(repository).SnapshotsAsync();
        Report.Say($"Kho sao lưu: {repository.Path}");
        foreach (var backup in backups)
        {
            var files = snapshots.LastOrDefault(snapshot => snapshot.Tags.Contains(backup.Label, StringComparer.Ordinal));
            Report.Say(
                $"{backup.Label}  {Report.Time(backup.Stop)}  {Report.Kind(backup.Type)}, {Report.Size(backup.Size)}, trong kho thêm {Report.Size(backup.Added)}; "
                + (files is null ? "THIẾU bản chụp tệp" : $"tệp lúc {Report.Time(files.Time)}"));
        }

        if (backups.Count == 0)
        {
            Report.Say("Chưa có bản sao lưu nào.");
            return 1;
        }

        Report.Say(
            $"Khôi phục được từng giây từ {Report.Time(backups[0].Stop)}; nhật ký cuối cùng vào kho lúc {(DatabaseArchive.LastLog(repository) is { } log ? Report.Time(log) : "(chưa có)")}, "
            + $"tệp lúc {Report.Time(snapshots[^1].Time)} (giờ Việt Nam).");
        return 0;
    }

    private static async Task<int> CheckAsync(Repository repository)
    {
        Report.Say($"Đọc lại toàn bộ kho {repository.Path}…");
        var clock = Stopwatch.StartNew();
        var backups = await DatabaseArchive.BackupsAsync(repository);
        var snapshots = await new FileArchive(repository).SnapshotsAsync();
        string?[] faults =
        [
            backups.Count == 0 ? "chưa có bản sao lưu nào" : null,
            .. backups.Where(backup => !snapshots.Any(snapshot => snapshot.Tags.Contains(backup.Label, StringComparer.Ordinal))).Select(backup => $"bản {backup.Label} thiếu bản chụp tệp"),
            await DatabaseArchive.VerifyAsync(repository) is { } inDatabase ? "cơ sở dữ liệu: " + inDatabase : null,
            await new FileArchive(repository).VerifyAsync() is { } inFiles ? "tệp: " + inFiles : null,
        ];
        foreach (var fault in faults.Where(fault => fault is not null))
        {
            await Console.Error.WriteLineAsync($"HỎNG  {fault}");
        }

        if (faults.Any(fault => fault is not null))
        {
            return 1;
        }

        Report.Say($"Kho nguyên vẹn: {backups.Count} bản của cơ sở dữ liệu, {snapshots.Count} bản chụp tệp, {Report.Seconds(clock.Elapsed)}.");
        return 0;
    }
}
