using System.Diagnostics;
using System.Globalization;
using CCHC.NativeHosting.Running;
using Microsoft.Extensions.Configuration;

namespace CCHC.NativeHosting.Backups;

/// <summary>
/// Makes an installation of an empty folder as a repository has it. Configuration keys: <c>Restore</c> (the repository), <c>Data</c> (the folder),
/// <c>At</c> (a moment, in Vietnam's time unless it says otherwise) or <c>BackupLabel</c> (the moment of a backup); without either the latest.
/// </summary>
internal static class RestoreCommand
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How the database is to recover, and the snapshots of files that belong to it, the later one last.</summary>
    private sealed record Plan(IReadOnlyList<string> Target, IReadOnlyList<FileSnapshot> Files, DateTimeOffset? At, string Said);

    public static async Task<int> RunAsync(string source, IConfiguration configuration, IReadOnlyList<IResource> resources)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(configuration["Data"] ?? ".data"));
        try
        {
            if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
            {
                throw new BackupFailedException($"Thư mục dữ liệu {root} không trống: chỉ khôi phục vào thư mục trống, không ghi đè lên gì cả.");
            }

            var repository = Repository.Of(source, known: null);
            if (!repository.Exists)
            {
                throw new BackupFailedException($"{repository.Path} không phải là kho sao lưu.");
            }

            var plan = await PlanAsync(repository, configuration["At"], configuration["BackupLabel"]);
            try
            {
                using var data = DataDirectory.Open(root);
                await RestoreAsync(data, repository, plan, configuration, resources);
            }
            catch
            {
                await Leftovers.EndAsync(root);
                Directory.Delete(root, recursive: true);
                throw;
            }

            return 0;
        }
        catch (Exception e) when (e is BackupFailedException or StartFailedException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"Không khôi phục được: {e.Message}");
            return 1;
        }
    }

    private static async Task<Plan> PlanAsync(Repository repository, string? at, string? label)
    {
        var snapshots = await new FileArchive(repository).SnapshotsAsync();
        var backups = await DatabaseArchive.BackupsAsync(repository);
        if (snapshots.Count == 0 || backups.Count == 0)
        {
            throw new BackupFailedException($"Kho {repository.Path} chưa có bản sao lưu nào.");
        }

        if (label is { Length: > 0 })
        {
            var backup = backups.FirstOrDefault(x => x.Label == label) ?? throw new BackupFailedException($"Trong kho không có bản {label}; xem ./cchc backup --list.");
            return new Plan(["--type=immediate", "--set=" + label, "--target-action=promote"], FilesOf(snapshots, backup.Stop), null, $"bản sao lưu {label} (xong lúc {Report.Time(backup.Stop)})");
        }

        if (at is not { Length: > 0 })
        {
            return new Plan(["--type=default"], [snapshots[^1]], null, "những gì mới nhất trong kho");
        }

        var moment = Moment(at);
        if (moment > DateTimeOffset.UtcNow)
        {
            throw new BackupFailedException($"{Report.Time(moment)} chưa tới.");
        }

        var before = backups.LastOrDefault(backup => backup.Stop < moment) ?? throw new BackupFailedException(
            $"Bản sao lưu đầu tiên xong lúc {Report.Time(backups[0].Stop)} (giờ Việt Nam): không khôi phục được lúc {Report.Time(moment)}.");
        return new Plan(
            ["--type=time", "--set=" + before.Label, "--target=" + moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "+00", "--target-action=promote"],
            FilesOf(snapshots, moment),
            moment,
            $"lúc {Report.Time(moment)} (giờ Việt Nam)");
    }

    private static DateTimeOffset Moment(string at)
    {
        if (!DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            throw new BackupFailedException($"'{at}' không phải là thời điểm; viết như \"2026-11-30 20:15:00\".");
        }

        var saysOffset = at.EndsWith('Z') || at.LastIndexOfAny(['+', '-']) > at.IndexOf(':', StringComparison.Ordinal);
        return saysOffset ? moment : new DateTimeOffset(moment.UtcDateTime.Ticks, Report.VietnamOffset);
    }

    /// <summary>What was there at the moment is in the first snapshot after it, or was deleted in between and is in the last one before.</summary>
    private static IReadOnlyList<FileSnapshot> FilesOf(IReadOnlyList<FileSnapshot> snapshots, DateTimeOffset moment) =>
        [.. snapshots.Where(snapshot => snapshot.Time < moment).TakeLast(1), .. snapshots.Where(snapshot => snapshot.Time >= moment).Take(1)];

    private static async Task RestoreAsync(DataDirectory data, Repository repository, Plan plan, IConfiguration configuration, IReadOnlyList<IResource> resources)
    {
        Report.Say($"Khôi phục {plan.Said} từ {repository.Path} vào {data.Root}");
        var clock = Stopwatch.StartNew();
        Report.Say("Tệp: tài liệu kiểm chứng, khóa, bí mật, định nghĩa của RabbitMQ…");
        await new FileArchive(repository).RestoreAsync(plan.Files, data.Root);

        Report.Say("Cơ sở dữ liệu…");
        var resource = RunningSystem.DatabaseServer(resources);
        var folder = data.Folder(resource.Name);
        var account = await PostgresAccount.TakeAsync(folder, CancellationToken.None);
        var archive = new DatabaseArchive(repository, folder, account);
        await archive.ConfigureAsync();
        Directory.CreateDirectory(Path.Combine(folder, PostgresServer.DataFolder), PrivateFile.FolderMode);
        _ = await PostgresAccount.TakeAsync(Path.Combine(folder, PostgresServer.DataFolder), CancellationToken.None);
        await archive.RestoreAsync(plan.Target);

        using var log = new LogFile(Path.Combine(data.Logs, "restore.log"));
        var server = new PostgresServer(resource, data, configuration);
        var last = await RecoverAsync(server, data, log, "archive_mode=off");
        if (last is null && plan.At is { } at)
        {
            // Nothing was written after the moment, or what was is not in the repository; the log cannot tell one from the other.
            last = await RecoverAsync(server, data, log, "archive_mode=off", "recovery_target_time=");
            Report.Say(
                $"CHÚ Ý: kho không có thay đổi nào sau {Report.Time(at)}. Thay đổi cuối cùng khôi phục được: {last}; "
                + $"nhật ký cuối cùng vào kho lúc {(DatabaseArchive.LastLog(repository) is { } inRepository ? Report.Time(inRepository) : "(không rõ)")}.");
        }

        archive.ForgetSettings();
        var files = new RunningSystem(data.Root, resources).Saved().OfType<FileInfo>().ToList();
        Report.Say(
            $"Xong sau {Report.Seconds(clock.Elapsed)}: thay đổi cuối cùng của cơ sở dữ liệu: {last}; {Report.Count(files.Count)} tệp, {Report.Size(files.Sum(file => file.Length))}, chụp lúc {Report.Time(plan.Files[^1].Time)}"
            + $"{(plan.At is { } wanted && plan.Files[^1].Time < wanted ? " (trước thời điểm cần: nếu sau đó còn tệp mới thì chúng không có trong kho)" : "")}.");
        Report.Say("Khi chạy lại, các dịch vụ gửi lại những sự kiện của tám ngày cuối; nơi nhận bỏ qua những gì đã nhận.");
        Report.Say($"Tiếp theo: ./cchc run --data {data.Root}, rồi ./cchc backup --data {data.Root} --to KHO để bật lại sao lưu.");
    }

    /// <summary>Runs the server until it has recovered and takes the repository out of its settings; null when it ended before it came to its target.</summary>
    /// <returns>The time of the last change, as people read it.</returns>
    private static async Task<string?> RecoverAsync(PostgresServer server, DataDirectory data, LogFile log, params IReadOnlyList<string> settings)
    {
        await server.PrepareAsync(log, CancellationToken.None);
        var command = server.Command();
        var missed = false;
        using var process = ChildProcess.Start(
            command with { Arguments = [.. command.Arguments, .. settings.SelectMany(setting => (string[])["-c", setting])] },
            data,
            server.Name,
            line =>
            {
                missed |= line.Contains("recovery ended before configured recovery target was reached", StringComparison.Ordinal);
                log.WriteLine(line);
            });
        try
        {
            // However long the log is: as long as the server works, it is waited for.
            while (!await HasRecoveredAsync(server, log))
            {
                if (process.HasExited)
                {
                    await process.DrainAsync();
                    return missed ? null : throw new BackupFailedException($"PostgreSQL không khôi phục được; xem {await KeptAsync(log)}");
                }

                await Task.Delay(200);
            }

            var last = await server.QueryAsync(
                [
                    .. ((string[])["restore_command", "recovery_target", "recovery_target_time", "recovery_target_action", "archive_timeout"]).Select(setting => $"ALTER SYSTEM RESET {setting}"),
                    "CHECKPOINT",
                    "SELECT to_char(pg_last_xact_replay_timestamp() AT TIME ZONE '+07', 'YYYY-MM-DD HH24:MI:SS')",
                ],
                log,
                CancellationToken.None);
            return last.Trim() is { Length: > 0 } time ? time : "không có sau bản sao lưu";
        }
        finally
        {
            await process.StopAsync(Libc.SIGINT, AnswerTimeout);
        }
    }

    /// <summary>It may end, or not answer any more, at any moment before it has.</summary>
    private static async Task<bool> HasRecoveredAsync(PostgresServer server, LogFile log)
    {
        try
        {
            return await server.IsReadyAsync(CancellationToken.None) && await server.QueryAsync(["SELECT pg_is_in_recovery()"], log, CancellationToken.None) is ['f', ..];
        }
        catch (StartFailedException)
        {
            return false;
        }
    }

    /// <summary>The data folder goes away with the failure.</summary>
    private static async Task<string> KeptAsync(LogFile log)
    {
        var kept = Path.Combine(Path.GetTempPath(), $"cchc-restore-{Environment.ProcessId}.log");
        await using var source = new FileStream(log.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        await using var target = new FileStream(kept, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = PrivateFile.Mode });
        await source.CopyToAsync(target);
        return kept;
    }
}
