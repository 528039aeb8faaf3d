using System.Diagnostics;

namespace CCHC.NativeHosting.Running;

/// <summary>PostgreSQL refuses to run as root: under root it, and whatever works on its files, runs as an account of its own.</summary>
internal static class PostgresAccount
{
    public const string Name = "postgres";

    /// <summary>
    /// Gives the folder to the account and returns what to put before a program so that it runs under it: nothing unless this process is root. The
    /// account must get through to the folder; below a private folder (such as /root) it is given the one capability to pass.
    /// </summary>
    public static async Task<IReadOnlyList<string>> TakeAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return [];
        }

        using var owned = Process.Start(new ProcessStartInfo("chown", [Name, folder]));
        await (owned?.WaitForExitAsync(cancellationToken) ?? Task.CompletedTask);
        List<string> drop = ["setpriv", "--reuid", Name, "--regid", Name, "--init-groups"];
        var refusals = new List<string>();
        foreach (var capability in (string[])["", "dac_read_search", "dac_override"])
        {
            List<string> attempt = capability.Length == 0 ? drop : [.. drop, "--inh-caps", "+" + capability, "--ambient-caps", "+" + capability];
            var start = new ProcessStartInfo(attempt[0], [.. attempt.Skip(1), "ls", "-d", Path.Combine(folder, ".")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            };
            using var process = Process.Start(start) ?? throw new StartFailedException("setpriv (package util-linux) is missing.");
            refusals.Add((await process.StandardError.ReadToEndAsync(cancellationToken)).Trim());
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode == 0)
            {
                return attempt;
            }
        }

        throw new StartFailedException(
            $"PostgreSQL does not run as root, and the account '{Name}' cannot get to {folder} ({refusals[0]}). Choose a data folder it can reach (--data DIR).");
    }
}
