using System.Diagnostics;

namespace CCHC.Testing;

/// <summary>A folder of a test's output with a <c>package-lock.json</c>, and what Node runs in it.</summary>
public sealed class NodePackages(string folder)
{
    private readonly Lazy<Task> _installed = new(() => InstallAsync(folder));

    /// <summary>Installs the packages from their lock file, once; what is there already is left alone.</summary>
    public Task EnsureAsync() => _installed.Value;

    /// <summary>Runs a program of the folder and answers what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        await EnsureAsync();
        return await RunAsync(folder, "node", arguments, input, cancellationToken);
    }

    private static async Task InstallAsync(string folder)
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            await RunAsync(folder, "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], input: "", CancellationToken.None);
        }
    }

    private static async Task<string> RunAsync(string folder, string program, IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? (await said)[0] : throw new InvalidOperationException($"{program}: {string.Concat(await said)}");
    }
}
