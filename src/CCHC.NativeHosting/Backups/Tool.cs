using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace CCHC.NativeHosting.Backups;

/// <summary>What a program wrote and how it ended.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors);

/// <summary>Runs a program of the machine's packages to its end; secrets go by its environment or by files, never by its arguments.</summary>
internal static class Tool
{
    public static async Task<ToolResult> RunAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string folder = "/", CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                var texts = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
                await process.WaitForExitAsync(cancellationToken);
                return new ToolResult(process.ExitCode, texts[0], texts[1]);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception)
        {
            throw new BackupFailedException($"Máy này thiếu chương trình {command[0]}: apt-get install pgbackrest restic util-linux");
        }
    }

    /// <summary>The output of a program that has to succeed.</summary>
    public static async Task<string> SucceedAsync(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string what, string folder = "/", CancellationToken cancellationToken = default)
    {
        var result = await RunAsync(command, environment, folder, cancellationToken);
        return result.ExitCode == 0 ? result.Output : throw new BackupFailedException($"{what}: {LastWords(result)}");
    }

    public static string LastWords(ToolResult result)
    {
        var lines = (result.Output + "\n" + result.Errors).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains("ERROR", StringComparison.Ordinal) || line.Contains("atal", StringComparison.Ordinal) || line.Contains("HINT", StringComparison.Ordinal))
            .ToList();
        return lines.Count > 0 ? string.Join(' ', lines.TakeLast(4)) : $"mã thoát {result.ExitCode} {result.Errors.Trim()}".Trim();
    }
}
