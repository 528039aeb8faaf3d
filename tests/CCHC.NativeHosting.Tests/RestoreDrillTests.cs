using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CCHC.NativeHosting.Running;
using CCHC.Testing;
using CCHC.Testing.Installations;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Xunit;

namespace CCHC.NativeHosting.Tests;

/// <summary>
/// The drill of backup and restore on the whole system: units submit sheets with evidence while it is saved, then everything is destroyed and made
/// again, once as of the backup and once as of a second at which events were on their way.
/// </summary>
public sealed class RestoreDrillTests(ITestOutputHelper output)
{
    private const string Group = "dien-tap";
    private const string Code = "dien-tap-khoi-phuc";
    private const string Password = "Dien-tap-khoi-phuc-2025";
    private const int Units = 48;

    /// <summary>Who submit after the backup, at moments of their own.</summary>
    private const int Late = 6;

    private const string Criteria =
        """
        ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so
        1,LV,Chỉ đạo điều hành,100,,SUM,
        1.1,TC,Tỷ lệ hồ sơ giải quyết đúng hạn,60,TD,PROPORTIONAL,ty_le*max
        1.2,TC,Ban hành kế hoạch,40,TD,YESNO,có=40;không=0
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] NotSaved = ["run", "logs", "backup", "postgres", "rabbitmq"];

    private readonly ConcurrentQueue<int> _waiting = new(Enumerable.Range(1, Units));
    private readonly ConcurrentDictionary<int, bool> _begun = [];
    private readonly ConcurrentDictionary<int, bool> _acknowledged = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 900_000)]
    public async Task Everything_destroyed_comes_back_as_of_the_backup_and_as_of_a_second_with_every_figure_and_file()
    {
        Environment.SetEnvironmentVariable("CCHC_BACKUP_PASSPHRASE", "mật khẩu của buổi diễn tập");
        Environment.SetEnvironmentVariable("BackupInterval", "2"); // of the files; a minute is too long for a test
        var repository = Directory.CreateTempSubdirectory("cchc-drill-").FullName;
        File.SetUnixFileMode(repository, File.GetUnixFileMode(repository) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        try
        {
            await using var system = await Installation.StartAsync();
            Say($"ready, {system.StartTime.TotalSeconds:0} s with the build");
            await DrillAsync(system, repository);
        }
        finally
        {
            Directory.Delete(repository, recursive: true);
        }
    }

    private async Task DrillAsync(Installation system, string repository)
    {
        var (campaign, head, sheets) = await PrepareAsync(system);
        Say("campaign open");

        // A backup while units submit.
        using var enough = new CancellationTokenSource();
        var load = SubmitUntilAsync(system, head, sheets, enough.Token);
        await Eventually.Is(() => Task.FromResult(_acknowledged.Count), count => count >= 3, Patience);
        var acknowledgedBefore = _acknowledged.Keys.ToHashSet();
        var backup = await SucceedAsync(system, "backup", "--to", repository);
        var begunBefore = _begun.Keys.ToHashSet();
        Say(backup.Output);
        var label = backup.Output.Split("Xong bản ")[1].Split(' ')[0];
        await Eventually.Is(() => Task.FromResult(_acknowledged.Count), count => count >= Math.Min(begunBefore.Count + 2, Units - Late), Patience);
        await enough.CancelAsync();
        await load;
        Assert.True(begunBefore.Count > acknowledgedBefore.Count, "Nobody submitted while the backup ran.");

        // A second at which events have left the database of one service and have not come to that of another.
        await Eventually.Is(() => ReceivedByRankingAsync(system), received => received == _acknowledged.Count, Patience);
        Signal(system, "ranking", "STOP");
        for (var unit = 0; unit < 3; unit++)
        {
            await SubmitNextAsync(system, head, sheets);
        }

        var submitted = _acknowledged.Keys.ToHashSet();
        await Eventually.Is(() => RowsAsync(system.ConnectionString("appraisal-db"), $"SELECT count(*)::text FROM appraisal_cases WHERE campaign_id = '{campaign.Id}'"), rows => rows[0] == $"{submitted.Count}", Patience);
        var (moment, tables, files) = await QuietSecondAsync(system);
        Assert.Equal(submitted.Count - 3, await ReceivedByRankingAsync(system));
        Say($"{submitted.Count} submitted at {moment:HH:mm:ss}, three of them unknown to the ranking; {tables.Count} tables, {files.Count} files");

        // It goes on, and what belongs to the second is archived.
        Signal(system, "ranking", "CONT");
        for (var unit = 0; unit < 3; unit++)
        {
            await SubmitNextAsync(system, head, sheets);
        }

        await ArchivedAsync(system, repository);
        await SucceedAsync(system, "backup", "--check");
        Say((await SucceedAsync(system, "backup", "--list")).Output);

        await DestroyAsync(system);
        Say("destroyed");
        Say((await SucceedAsync(system, "restore", "--from", repository, "--backup", label)).Output);
        var refused = await system.CchcAsync("restore", "--from", repository);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("not empty", refused.Output, StringComparison.Ordinal);
        await OnDatabaseAloneAsync(system, server => CheckBackupAsync(system, server, campaign, acknowledgedBefore, begunBefore));
        Say("as of the backup: every acknowledged sheet with its figures and files");

        Directory.Delete(system.Data, recursive: true);
        var at = moment.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        Say((await SucceedAsync(system, "restore", "--from", repository, "--at", at)).Output);
        await OnDatabaseAloneAsync(system, async server => Assert.Equal(tables, await TablesAsync(server)));
        var restored = Files(system);
        Assert.All(files, file => Assert.Equal(file.Value, restored.GetValueOrDefault(file.Key)));
        Say("as of the second: every table and every file");

        await SucceedAsync(system, "run", "--detach", "--port", system.Port.ToString(CultureInfo.InvariantCulture));
        Say("runs again");
        var homeAffairs = await system.SignInAsync("sonoivu");
        await Eventually.Holds(() => CheckStandingsAsync(homeAffairs, campaign, submitted), Patience);
        await Eventually.Holds(() => CheckDrainedAsync(system), Patience);
        Assert.Equal($"{submitted.Count}", (await RowsAsync(system.ConnectionString("appraisal-db"), $"SELECT count(*)::text FROM appraisal_cases WHERE campaign_id = '{campaign.Id}' AND revision = 1"))[0]);
        Say("the ranking knows all of them once, nothing waits");

        // What has rotted in the repository is found before it is needed.
        var page = new DirectoryInfo(Path.Combine(repository, "database", "backup")).EnumerateFiles("*.zst", SearchOption.AllDirectories).MaxBy(file => file.Length)!;
        var bytes = await File.ReadAllBytesAsync(page.FullName, Cancelled);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(page.FullName, bytes, Cancelled);
        var rotten = await system.CchcAsync("backup", "--check", "--to", repository);
        Assert.Equal(1, rotten.ExitCode);
        Assert.Contains("HỎNG", rotten.Output, StringComparison.Ordinal);
        Say("done");
    }

    /// <summary>Points of a unit: 60 × n / 48, and 40 for even numbers.</summary>
    private static decimal PointsOf(int unit) => (1.25m * unit) + (unit % 2 == 0 ? 40 : 0);

    private static string CodeOf(int unit) => string.Create(CultureInfo.InvariantCulture, $"DT{unit:00}");

    private static byte[] DocumentOf(int unit) => Encoding.ASCII.GetBytes(
        $"""
        %PDF-1.4
        1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Number {unit}>>endobj
        trailer<</Root 1 0 R>>
        %%EOF
        """);

    private static async Task<(TrialCampaign Campaign, Caller Head, IReadOnlyDictionary<string, Guid> Sheets)> PrepareAsync(Installation system)
    {
        var (units, accounts) = (new StringBuilder("code,name,type,group_code,group_name,parent_code,valid_from,valid_to,predecessor_codes\n"), new StringBuilder("username,display_name,role,unit_code,password\n"));
        for (var unit = 1; unit <= Units; unit++)
        {
            units.Append(CultureInfo.InvariantCulture, $"{CodeOf(unit)},Xã Diễn tập {unit},Xã,{Group},Khối diễn tập,,,,\n");
            accounts.Append(CultureInfo.InvariantCulture, $"thutruong.dientap,Thủ trưởng chung,unit-head,{CodeOf(unit)},{Password}\n");
        }

        var (admin, homeAffairs) = (await system.SignInAsync("admin"), await system.SignInAsync("sonoivu"));
        await admin.PostCsvAsync("/api/identity/units/import", units.ToString());
        await admin.PostCsvAsync("/api/identity/accounts/import", accounts.ToString());
        var campaign = await TrialCampaign.OpenAsync(homeAffairs, Code, Group, Criteria, [.. (await TrialCampaign.UnitsAsync(homeAffairs, Group)).Values]);
        var head = await system.SignInAsync("thutruong.dientap", Password);
        return (campaign, head, await campaign.SheetsAsync(head, Units));
    }

    private async Task SubmitUntilAsync(Installation system, Caller head, IReadOnlyDictionary<string, Guid> sheets, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested && _waiting.Count > Late)
        {
            await SubmitNextAsync(system, head, sheets);
            await Task.Delay(TimeSpan.FromMilliseconds(800), Cancelled); // so that some are left when the backup is done
        }
    }

    private async Task SubmitNextAsync(Installation system, Caller head, IReadOnlyDictionary<string, Guid> sheets)
    {
        Assert.True(_waiting.TryDequeue(out var unit));
        _begun[unit] = true;
        var sheet = sheets[CodeOf(unit)];
        var bytes = DocumentOf(unit);
        using (var upload = await ResumableUpload.BeginAsync(system, head.Token!, sheet, $"bao-cao-{unit}.pdf", bytes.Length))
        {
            Assert.NotNull(await upload.SendAsync(0, new ByteArrayContent(bytes), Cancelled));
        }

        var path = $"/api/assessment/self-assessments/{sheet}";
        await head.PutAsync($"{path}/entries/1.1", new { data = new { numerator = unit, denominator = Units }, evidence = $"{unit}/BC" });
        await head.PutAsync($"{path}/entries/1.2", new { data = new { yes = unit % 2 == 0 }, evidence = $"{unit}/BC" });
        await head.PostAsync($"{path}/submission");
        _acknowledged[unit] = true;
    }

    private static async Task<int> ReceivedByRankingAsync(Installation system) => int.Parse(
        (await RowsAsync(system.ConnectionString("ranking-db"), "SELECT count(*)::text FROM inbox_message WHERE consumer LIKE '%self-assessment-submitted%'"))[0], CultureInfo.InvariantCulture);

    private static void Signal(Installation system, string name, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. system.Resource(name).Pids.Select(pid => pid.ToString(CultureInfo.InvariantCulture))]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>A full second during which nothing was written, and everything as it was then.</summary>
    private static async Task<(DateTimeOffset Moment, IReadOnlyDictionary<string, string> Tables, IReadOnlyDictionary<string, string> Files)> QuietSecondAsync(Installation system)
    {
        var server = system.ConnectionString("postgres");
        for (var attempt = 1; ; attempt++)
        {
            var before = await TablesAsync(server);
            var now = DateTimeOffset.UtcNow;
            var moment = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, now.Second, TimeSpan.Zero).AddSeconds(1);
            await Task.Delay(moment - now + TimeSpan.FromMilliseconds(100), Cancelled);
            var files = Files(system);
            var after = await TablesAsync(server);
            if (before.All(table => after[table.Key] == table.Value))
            {
                return (moment, before, files);
            }

            Assert.True(attempt < 20, "Something is written all the time.");
        }
    }

    /// <summary>Number of rows and a hash of all of them, for every table of every database.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> TablesAsync(string server)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var database in await RowsAsync(server, "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1"))
        {
            var own = new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;
            var tables = await RowsAsync(own, "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')");
            if (tables.Count == 0)
            {
                continue;
            }

            var hashes = await RowsAsync(own, string.Join(" UNION ALL ", tables.Select(table =>
                $"SELECT '{table} ' || count(*) || ' ' || coalesce(md5(string_agg(row, '' ORDER BY row)), '') FROM (SELECT md5(t::text) AS row FROM {table} t) AS rows")));
            foreach (var hash in hashes)
            {
                found[$"{database} {hash.Split(' ')[0]}"] = hash;
            }
        }

        Assert.True(found.Count > 50, $"Only {found.Count} tables.");
        return found;
    }

    /// <summary>SHA-256 of every file but the servers' own and those of the run.</summary>
    private static SortedDictionary<string, string> Files(Installation system)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(system.Data, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(system.Data, file);
            if (!NotSaved.Contains(name.Split('/')[0], StringComparer.Ordinal))
            {
                files[name] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            }
        }

        return files;
    }

    private static async Task<List<string>> RowsAsync(string connectionString, string query)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await using var command = source.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancelled))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <summary>What the server does every minute, asked for now; and two looks at the files.</summary>
    private static async Task ArchivedAsync(Installation system, string repository)
    {
        var asked = DateTime.UtcNow;
        var segment = (await RowsAsync(system.ConnectionString("postgres"), "SELECT pg_walfile_name(pg_switch_wal())"))[0];
        await Eventually.Is(
            () => RowsAsync(system.ConnectionString("postgres"), $"SELECT (last_archived_wal >= '{segment}')::text FROM pg_stat_archiver"), rows => rows[0] == "true", Patience);
        await Eventually.Is(
            () => Task.FromResult(Directory.EnumerateFiles(Path.Combine(repository, "files", "snapshots")).Max(File.GetLastWriteTimeUtc)), last => last > asked.AddSeconds(-2), Patience);
    }

    private static async Task DestroyAsync(Installation system)
    {
        using (var kill = Process.Start("kill", ["-KILL", .. system.Processes().Select(pid => pid.ToString(CultureInfo.InvariantCulture))]))
        {
            await kill.WaitForExitAsync(Cancelled);
        }

        await SucceedAsync(system, "stop");
        Directory.Delete(system.Data, recursive: true);
        Directory.CreateDirectory(system.Data);
    }

    /// <summary>Nothing but the database server, on what was restored: no service can mend or change anything.</summary>
    private static async Task OnDatabaseAloneAsync(Installation system, Func<string, Task> check)
    {
        using var data = DataDirectory.Open(system.Data);
        using var log = new LogFile(Path.Combine(data.Logs, "postgres.log"));
        var server = new PostgresServer(DistributedApplication.CreateBuilder([]).AddPostgres("postgres").Resource, data, new ConfigurationBuilder().Build());
        await server.PrepareAsync(log, Cancelled);
        using var process = ChildProcess.Start(server.Command(), data, server.Name, log.WriteLine);
        try
        {
            await TinySystem.EventuallyAsync(() => server.IsReadyAsync(Cancelled));
            await check(server.ConnectionString);
        }
        finally
        {
            await process.StopAsync(Libc.SIGINT, TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>The backup ended at some moment between the two: what was acknowledged before is there, what was begun after is not; nothing is there by half.</summary>
    private async Task CheckBackupAsync(Installation system, string server, TrialCampaign campaign, HashSet<int> acknowledgedBefore, HashSet<int> begunBefore)
    {
        var assessment = new NpgsqlConnectionStringBuilder(server) { Database = "assessment-db" }.ConnectionString;
        var figures = await RowsAsync(assessment, $"SELECT unit_code || ' ' || trim_scale(points) FROM self_assessments a JOIN submission s ON s.self_assessment_id = a.id WHERE campaign_id = '{campaign.Id}' AND status = 'Submitted'");
        var byUnit = figures.ToDictionary(row => int.Parse(row.Split(' ')[0][2..], CultureInfo.InvariantCulture), row => decimal.Parse(row.Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.Superset(acknowledgedBefore, byUnit.Keys.ToHashSet());
        Assert.Subset(begunBefore, byUnit.Keys.ToHashSet());
        Assert.All(byUnit, unit => Assert.Equal(PointsOf(unit.Key), unit.Value));

        var documents = await RowsAsync(assessment, $"SELECT sha256 FROM evidence_document WHERE campaign_id = '{campaign.Id}'");
        Assert.Superset(byUnit.Keys.Select(unit => Convert.ToHexStringLower(SHA256.HashData(DocumentOf(unit)))).ToHashSet(), documents.ToHashSet());
        Assert.All(documents, sha256 => Assert.Equal(sha256, Files(system)[$"evidence/files/{sha256[..2]}/{sha256[2..4]}/{sha256}"]));
        Say($"{byUnit.Count} sheets, {documents.Count} documents; {acknowledgedBefore.Count} were acknowledged before the backup, {begunBefore.Count} begun before its end");
    }

    private static async Task CheckStandingsAsync(Caller homeAffairs, TrialCampaign campaign, HashSet<int> submitted)
    {
        var standings = await campaign.StandingsAsync(homeAffairs);
        Assert.Equal(Units, standings.Count);
        foreach (var unit in Enumerable.Range(1, Units))
        {
            var standing = standings[CodeOf(unit)];
            if (submitted.Contains(unit))
            {
                Assert.Equal(PointsOf(unit), standing.GetProperty("points").GetDecimal());
            }
            else
            {
                Assert.NotEqual("complete", standing.GetProperty("status").GetString());
            }
        }
    }

    private static async Task CheckDrainedAsync(Installation system)
    {
        foreach (var service in (string[])["identity", "criteria", "assessment", "appraisal", "survey", "ranking"])
        {
            Assert.Equal("0", (await RowsAsync(system.ConnectionString($"{service}-db"), "SELECT count(*)::text FROM outbox_message"))[0]);
        }

        using var management = new HttpClient { BaseAddress = system.Resource("rabbitmq").Urls[0] };
        management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(new Uri(system.ConnectionString("rabbitmq")).UserInfo))));
        var queues = JsonSerializer.Deserialize<JsonElement>(await management.GetStringAsync(new Uri("/api/queues", UriKind.Relative), Cancelled)).EnumerateArray().ToList();
        Assert.NotEmpty(queues);
        Assert.All(queues, queue => Assert.Equal(0, queue.GetProperty("messages").GetInt32()));
    }

    private static async Task<CommandResult> SucceedAsync(Installation system, string command, params string[] arguments)
    {
        var result = await system.CchcAsync(command, arguments);
        Assert.True(result.ExitCode == 0, $"./cchc {command} ended with {result.ExitCode}:{Environment.NewLine}{result.Output}");
        return result;
    }

    private void Say(string what) => output.WriteLine($"{_clock.Elapsed.TotalSeconds,6:0.0} s  {what.Trim()}");
}
