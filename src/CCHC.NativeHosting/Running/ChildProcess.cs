using System.Diagnostics;
using System.Text;

namespace CCHC.NativeHosting.Running;

/// <summary>What to run: the program, its arguments, its folder and what its environment has beside the host's.</summary>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments, string Folder, IReadOnlyDictionary<string, string?> Environment);

/// <summary>A process of its own session, so that Ctrl-C on the terminal reaches the host only and it stops everything in order.</summary>
internal sealed class ChildProcess : IDisposable
{
    public const string DataDirectoryVariable = "CCHC_DATA_DIR";
    public const string ResourceVariable = "CCHC_RESOURCE";
    private readonly Process process;
    private readonly Task output;

    private readonly Task exit;

    private ChildProcess(Process process, Task output)
    {
        this.process = process;
        this.output = output;
        Id = process.Id;
        exit = process.WaitForExitAsync();
    }

    public int Id { get; }

    public bool HasExited => exit.IsCompleted;

    public static ChildProcess Start(Command command, DataDirectory data, string name, Action<string> onLine)
    {
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = command.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(command.Program);
        foreach (var argument in command.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.TryAdd("LANG", "C.UTF-8");
        foreach (var (key, value) in command.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(key);
            }
            else
            {
                start.Environment[key] = value;
            }
        }

        start.Environment[DataDirectoryVariable] = data.Root;
        start.Environment[ResourceVariable] = name;

        var started = Process.Start(start) ?? throw new StartFailedException($"{name} could not be started.");
        started.StandardInput.Close();
        return new ChildProcess(started, Task.WhenAll(ReadAsync(started.StandardOutput, onLine), ReadAsync(started.StandardError, onLine)));
    }

    /// <summary>Runs a short command to its end and returns what it wrote; throws when it fails.</summary>
    public static async Task<string> RunAsync(Command command, DataDirectory data, string name, LogFile log, CancellationToken cancellationToken)
    {
        var written = new StringBuilder();
        using var child = Start(command, data, name, line =>
        {
            lock (written)
            {
                written.AppendLine(line);
            }
        });
        var exitCode = await child.WaitAsync(cancellationToken);
        await child.output;
        var text = written.ToString();

        if (exitCode != 0)
        {
            log.WriteLine(text);
            throw new StartFailedException($"{name}: {Path.GetFileName(command.Program)} failed with exit code {exitCode}.", log.Path);
        }

        return text;
    }

    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await exit.WaitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Waits for the last lines; a grandchild may hold the pipe open, so not for long.</summary>
    public Task DrainAsync() => Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(1)));

    public async Task StopAsync(int signal, TimeSpan grace)
    {
        if (exit.IsCompleted)
        {
            return;
        }

        Libc.Signal(Id, signal);
        try
        {
            await exit.WaitAsync(grace);
        }
        catch (TimeoutException)
        {
            Libc.Signal(Id, Libc.SIGKILL);
            await exit;
        }
    }

    public void Dispose() => process.Dispose();

    private static async Task ReadAsync(StreamReader reader, Action<string> onLine)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                onLine(line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process is gone and its pipe with it.
        }
    }
}
