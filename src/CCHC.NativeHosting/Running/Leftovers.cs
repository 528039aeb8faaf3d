using System.Diagnostics;
using System.Globalization;

namespace CCHC.NativeHosting.Running;

/// <summary>Ends what an earlier host of the same data folder left behind when it was killed.</summary>
internal static class Leftovers
{
    /// <summary>Returns the number of processes ended.</summary>
    public static async Task<int> EndAsync(string root)
    {
        var ended = 0;
        ended += await EndAsync(() => Marked(root), Libc.SIGTERM, TimeSpan.FromSeconds(10));

        // PostgreSQL overwrites its environment, and under another account hides it: its own file tells the postmaster.
        foreach (var pgdata in Directory.Exists(root) ? Directory.GetDirectories(root).Select(x => Path.Combine(x, PostgresServer.DataFolder)) : [])
        {
            var pidFile = Path.Combine(pgdata, "postmaster.pid");
            if (!File.Exists(pidFile))
            {
                continue;
            }

            var lines = await File.ReadAllLinesAsync(pidFile);
            ended += await EndAsync(() => Postmaster(lines, pgdata), Libc.SIGINT, TimeSpan.FromSeconds(20));
            ended += await EndAsync(() => WorkingIn(pgdata), Libc.SIGQUIT, TimeSpan.FromSeconds(5));
            File.Delete(pidFile);
            if (lines.Length > 6 && lines[6].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var sharedMemory])
            {
                using var remove = Process.Start(new ProcessStartInfo("ipcrm", ["-m", sharedMemory]) { RedirectStandardError = true, UseShellExecute = false });
                await (remove?.WaitForExitAsync() ?? Task.CompletedTask);
            }
        }

        return ended;
    }

    private static async Task<int> EndAsync(Func<IReadOnlyList<int>> find, int signal, TimeSpan grace)
    {
        var found = find();
        var ended = found.Count;
        foreach (var pid in found)
        {
            Libc.Signal(pid, signal);
        }

        var clock = Stopwatch.StartNew();
        while ((found = find()).Count > 0)
        {
            if (clock.Elapsed > grace)
            {
                foreach (var pid in found)
                {
                    Libc.Signal(pid, Libc.SIGKILL);
                }
            }

            await Task.Delay(50);
        }

        return ended;
    }

    private static List<int> Marked(string root) => Processes(x =>
    {
        var environment = File.ReadAllText($"/proc/{x}/environ").Split('\0');
        return environment.Contains($"{ChildProcess.DataDirectoryVariable}={root}")
            && Array.Exists(environment, y => y.StartsWith(ChildProcess.ResourceVariable + "=", StringComparison.Ordinal))
            && !IsPostgres(x);
    });

    private static List<int> Postmaster(string[] lines, string pgdata) => Processes(x =>
        x.ToString(CultureInfo.InvariantCulture) == lines.FirstOrDefault() && File.ReadAllText($"/proc/{x}/cmdline").Split('\0').Contains(pgdata));

    private static List<int> WorkingIn(string folder) => Processes(x => new FileInfo($"/proc/{x}/cwd").LinkTarget == folder);

    private static bool IsPostgres(int pid) => File.ReadAllText($"/proc/{pid}/comm").StartsWith("postgres", StringComparison.Ordinal);

    private static List<int> Processes(Func<int, bool> matches)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid == Environment.ProcessId)
            {
                continue;
            }

            try
            {
                if (matches(pid))
                {
                    found.Add(pid);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Gone meanwhile, or another account's.
            }
        }

        return found;
    }
}
