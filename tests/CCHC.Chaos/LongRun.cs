using System.Diagnostics;
using System.Globalization;

namespace CCHC.Chaos;

/// <summary>Many runs one after the other, a line each.</summary>
public static class LongRun
{
    /// <summary>Every row of every service is compared with the audit after so many runs, and at the end.</summary>
    private const int RunsBetweenAudits = 25;

    /// <param name="runs">How many.</param>
    /// <param name="seed">Of the first; the next has the next number.</param>
    /// <param name="quick">Without stalls of half a minute, and without the end of the host.</param>
    /// <param name="minutes">After which no further run begins.</param>
    /// <param name="keep">Where the logs go at the end; null for nowhere, unless something was wrong.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(int runs, int seed, bool quick, int minutes, string? keep)
    {
        var clock = Stopwatch.StartNew();
        var (done, violations, interrupted) = (0, 0, false);
        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            interrupt.Cancel();
        };
        Console.WriteLine($"Starting the system; {runs} runs from seed {seed}{(quick ? ", quick" : "")}. One again: ./cchc chaos --seed SEED --runs 1{(quick ? " --quick" : "")}");
        await using var suite = await Suite.StartAsync();
        if (suite.Skipped is { } reason)
        {
            Console.WriteLine($"Disks are not filled: {reason}");
        }

        while (done < runs && clock.Elapsed.TotalMinutes < minutes && !(interrupted = interrupt.IsCancellationRequested))
        {
            var result = await suite.RunAsync(unchecked(seed + done), quick);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss} run {++done,3}, {result}"));
            violations += Tell(result.Violations);
            if (done % RunsBetweenAudits == 0)
            {
                violations += await VerifyAuditAsync(suite);
            }
        }

        violations += done % RunsBetweenAudits == 0 ? 0 : await VerifyAuditAsync(suite);

        if (keep is not null || violations > 0)
        {
            KeepLogs(suite, keep ?? Path.Combine(Testing.Installations.Installation.Tree, "artifacts", "chaos"));
        }

        Console.WriteLine($"{done} runs, {violations} violations{(interrupted ? " (interrupted)" : "")}");
        return violations == 0 ? 0 : 1;
    }

    private static async Task<int> VerifyAuditAsync(Suite suite) => Tell(await suite.VerifyAuditAsync() is { } difference ? [$"./cchc audit verify: {difference}"] : []);

    private static int Tell(IReadOnlyList<string> violations)
    {
        foreach (var violation in violations)
        {
            Console.WriteLine($"    VIOLATION {violation}");
        }

        return violations.Count;
    }

    private static void KeepLogs(Suite suite, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var log in Directory.EnumerateFiles(Path.Combine(suite.System.Data, "logs")))
        {
            File.Copy(log, Path.Combine(folder, Path.GetFileName(log)), overwrite: true);
        }

        Console.WriteLine($"Logs: {folder}");
    }
}
