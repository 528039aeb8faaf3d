using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CCHC.Chaos.Faults;

/// <summary>Processes by their parents, and signals to them.</summary>
internal static class ProcessTree
{
    public const int SIGINT = 2;
    public const int SIGKILL = 9;
    public const int SIGTERM = 15;
    public const int SIGCONT = 18;
    public const int SIGSTOP = 19;

    /// <summary>The process and everything that descends from it.</summary>
    public static IReadOnlyList<int> Of(int root)
    {
        var parents = new List<(int Id, int Parent)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Read($"{folder}/stat") is { } stat)
            {
                // The name in brackets may hold anything, brackets included.
                parents.Add((id, int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ')[2], CultureInfo.InvariantCulture)));
            }
        }

        var found = new List<int> { root };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(parents.Where(process => process.Parent == found[i]).Select(process => process.Id));
        }

        return found;
    }

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
