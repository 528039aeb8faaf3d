using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CCHC.Chaos.Faults;

/// <summary>Signals to processes, and programs of the machine.</summary>
internal static class Machine
{
    public const int SIGINT = 2;
    public const int SIGKILL = 9;
    public const int SIGTERM = 15;
    public const int SIGCONT = 18;
    public const int SIGSTOP = 19;

    public static string NameOf(int id) => Read($"/proc/{id}/comm")?.Trim() ?? "";

    public static void Signal(IEnumerable<int> ids, int signal)
    {
        foreach (var id in ids)
        {
            _ = kill(id, signal);
        }
    }

    /// <summary>Runs a program of the machine to its end; null when that was 0, else what it wrote.</summary>
    public static async Task<string?> RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            var written = await Task.WhenAll(process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : string.Concat(written).Trim();
        }
        catch (Win32Exception exception)
        {
            return $"{program}: {exception.Message}";
        }
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // it has ended meanwhile
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int id, int signal);
}
