using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CCHC.NativeHosting.Running;
using Xunit;

namespace CCHC.NativeHosting.Tests;

/// <summary>The small app host of these tests, run as a process with a data folder of its own.</summary>
internal sealed class TinySystem : IAsyncDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Process process;
    private readonly List<string> output = [];

    private TinySystem(string data, string[] arguments)
    {
        Data = data;
        var configuration = new DirectoryInfo(AppContext.BaseDirectory);
        var host = Path.Combine(AppContext.BaseDirectory, "../../../TinyHost/bin", configuration.Parent!.Name, configuration.Name, "TinyHost.dll");
        var start = new ProcessStartInfo("dotnet", [Path.GetFullPath(host), "--Data", data, "--Mark", Path.Combine(data, "mark"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Data { get; }

    public string Output
    {
        get
        {
            lock (output)
            {
                return string.Join('\n', output);
            }
        }
    }

    public static TinySystem Start(string data, params string[] arguments) => new(data, arguments);

    public static async Task<TinySystem> StartReadyAsync(string data, params string[] arguments)
    {
        var system = Start(data, arguments);
        await EventuallyAsync(() => Task.FromResult(system.Output.Contains("ready http", StringComparison.Ordinal) || system.process.HasExited), 100);
        Assert.False(system.process.HasExited, system.Output);
        return system;
    }

    public async Task<int> EndAsync(int? signal = null)
    {
        if (signal is { } number)
        {
            Libc.Signal(process.Id, number);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    public JsonElement Resource(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Data, "run", "state.json"))).RootElement.GetProperty("resources").EnumerateArray()
            .Single(x => x.GetProperty("name").GetString() == name);

    public IReadOnlyList<int> Pids(string name) => [.. Resource(name).GetProperty("pids").EnumerateArray().Select(x => x.GetInt32())];

    public IReadOnlyList<string> Urls(string name) => [.. Resource(name).GetProperty("urls").EnumerateArray().Select(x => x.GetString()!)];

    public async Task<string> EnvironmentAsync(string name) => await Http.GetStringAsync(new Uri($"{Urls("web")[0]}/environment/{name}"));

    public async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri(Urls("web")[0] + path));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The processes of a data folder, whoever started them.</summary>
    public static IReadOnlyList<string> Processes(string data) =>
    [
        .. Directory.EnumerateDirectories("/proc").Where(x => int.TryParse(Path.GetFileName(x), NumberStyles.None, CultureInfo.InvariantCulture, out _)).Where(x =>
        {
            try
            {
                return File.ReadAllText(x + "/environ").Contains(data, StringComparison.Ordinal)
                    || new FileInfo(x + "/cwd").LinkTarget?.StartsWith(data, StringComparison.Ordinal) == true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }),
    ];

    public static async Task EventuallyAsync(Func<Task<bool>> condition, int seconds = 30)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(seconds), $"not within {seconds} s");
            await Task.Delay(50);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await EndAsync(Libc.SIGTERM);
        }

        process.Dispose();
    }

    private void Add(string? line)
    {
        lock (output)
        {
            output.Add(line ?? "");
        }
    }
}
