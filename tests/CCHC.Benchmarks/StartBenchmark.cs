using System.Diagnostics;
using System.Globalization;
using CCHC.Testing.Installations;

namespace CCHC.Benchmarks;

/// <summary>
/// A clean copy of the sources is started by <c>./cchc run</c>, build included, as after a clone; then the memory of all its processes is summed
/// after the demo year, each page divided by the number of processes that share it.
/// </summary>
public static class StartBenchmark
{
    private const double MostSeconds = 90;
    private const double MostGigabytes = 2.5;

    public static async Task<IReadOnlyList<Measurement>> RunAsync()
    {
        var clone = Directory.CreateTempSubdirectory("cchc-clone-");
        try
        {
            await Console.Error.WriteLineAsync("Building and starting a clean copy");
            await CopySourcesAsync(clone.FullName);
            await using var installation = await Installation.StartAsync(clone.FullName);
            await Console.Error.WriteLineAsync("Running the demo year");
            var demo = await installation.CchcAsync("demo", "--port", installation.Port.ToString(CultureInfo.InvariantCulture));
            if (demo.ExitCode != 0)
            {
                throw new InvalidOperationException($"The demo year failed: {demo.Output}");
            }

            var processes = installation.Processes();
            var gigabytes = processes.Sum(ResidentKilobytes) / 1024 / 1024;
            return
            [
                new Measurement("start.seconds", installation.StartTime.TotalSeconds, "s", Yardstick: null, MostSeconds),
                new Measurement("memory.resident", gigabytes, "GB", Yardstick: null, MostGigabytes),
                new Measurement("demo.seconds", demo.Duration.TotalSeconds, "s", Yardstick: null, Target: null),
            ];
        }
        finally
        {
            clone.Delete(recursive: true);
        }
    }

    /// <summary>What git knows and what it would add; nothing that was built.</summary>
    private static async Task CopySourcesAsync(string destination)
    {
        using var copy = Process.Start(new ProcessStartInfo(
            "bash", ["-c", "set -o pipefail; cd \"$0\" && git ls-files -zco --exclude-standard | xargs -0 cp --parents -t \"$1\"", Installation.Tree, destination]))!;
        await copy.WaitForExitAsync();
        if (copy.ExitCode != 0)
        {
            throw new InvalidOperationException("The sources could not be copied; this benchmark needs git and a clone.");
        }
    }

    private static double ResidentKilobytes(int pid)
    {
        // A process of another account, or one that has just ended, tells less.
        var shared = Line($"/proc/{pid}/smaps_rollup", "Pss:");
        return shared ?? Line($"/proc/{pid}/status", "VmRSS:") ?? 0;

        static double? Line(string file, string name)
        {
            try
            {
                return File.ReadLines(file).Where(line => line.StartsWith(name, StringComparison.Ordinal))
                    .Select(line => (double?)double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))
                    .FirstOrDefault();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
