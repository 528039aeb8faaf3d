using System.Diagnostics;
using System.Globalization;
using CCHC.Chaos.Faults;
using CCHC.Chaos.Invariants;
using CCHC.Chaos.Proxy;
using CCHC.Chaos.Years;
using CCHC.Testing.Installations;

namespace CCHC.Chaos;

/// <summary>A run and what was wrong in it.</summary>
public sealed record RunResult(int Seed, IReadOnlyList<string> Faults, TimeSpan Duration, int SentAgain, IReadOnlyList<string> Violations)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}: {string.Join(", ", Faults)} | {Duration.TotalSeconds:0.0} s, sent again {SentAgain} times | {(Violations.Count == 0 ? "ok" : $"{Violations.Count} violations")}");
}

/// <summary>One installation, started as a user would but with a link of this process between any two of its own, and the runs on it.</summary>
public sealed class Suite : IAsyncDisposable
{
    private const string LongestPause = "2"; // seconds; else what is killed often would be awaited more than it is tried

    private readonly Network _network;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = Sender.Timeout };
    private readonly Databases _databases;
    private readonly Deliveries _deliveries;
    private readonly Injector _injector;
    private readonly AuditChain _audit;
    private readonly HostLog _hostLog;

    private Suite(Network network, Installation system, IReadOnlyDictionary<FaultKind, Volume> volumes)
    {
        (_network, System, _databases, _deliveries) = (network, system, new Databases(system), new Deliveries(system));
        _injector = new Injector(system, network, _deliveries, volumes);
        (_audit, _hostLog) = (new AuditChain(_databases), new HostLog(system));
        Skipped = volumes.Values.Select(volume => volume.Refusal).FirstOrDefault(refusal => refusal is not null);
    }

    public Installation System { get; }

    /// <summary>Why disks are not filled; null when they are.</summary>
    public string? Skipped { get; }

    public static async Task<Suite> StartAsync()
    {
        var network = new Network();
        var volumes = new Dictionary<FaultKind, Volume>();
        var system = await Installation.StartAsync(
            environment: new Dictionary<string, string>(network.Settings, StringComparer.Ordinal) { ["LongestPause"] = LongestPause },
            prepare: async data =>
            {
                network.Know(data);
                Directory.CreateDirectory(data, Volume.Passable);
                volumes[FaultKind.FullDatabaseDisk] = await Volume.MountAsync(Path.Combine(data, Processes.Postgres), 1536);
                volumes[FaultKind.FullEvidenceDisk] = await Volume.MountAsync(Path.Combine(data, "evidence"), 512);
            });
        var suite = new Suite(network, system, volumes);
        await suite._deliveries.StartAsync();
        await Year.PrepareAsync(system);
        suite._hostLog.Ended();
        return suite;
    }

    /// <param name="seed">Decides on everything that is sent and goes wrong.</param>
    /// <param name="quick">Without stalls of half a minute, and without the end of the host.</param>
    /// <param name="spoil">What somebody does to the system before it is checked; for seeing that the checks notice.</param>
    public async Task<RunResult> RunAsync(int seed, bool quick, Func<Year, Task>? spoil = null)
    {
        var (clock, since) = (Stopwatch.StartNew(), DateTimeOffset.UtcNow);
        var violations = new List<string>();
        var faults = FaultPlan.Of(seed, Year.Steps, Year.Uploads, _network.Links, quick);
        var sender = new Sender(violations.Add);
        var data = new YearData(seed);
        await AttemptAsync(violations, () => Testing.Eventually.Holds(_deliveries.ForgetAsync));
        _injector.Plan(faults, seed);
        var year = new Year(System, _http, data, sender, _injector);
        var check = new YearCheck(System, _http, year, data, _databases, _deliveries, sender, violations.Add);
        var finished = await AttemptAsync(violations, year.RunAsync);
        await AttemptAsync(violations, _injector.MendedAsync);
        await check.DrainAsync(since);
        await (spoil?.Invoke(year) ?? Task.CompletedTask);
        if (finished)
        {
            await AttemptAsync(violations, check.CheckAsync);
        }

        await AttemptAsync(violations, async () => violations.AddRange(await _audit.CheckAsync()));
        violations.AddRange(_hostLog.Ended().Except(_injector.Hit, StringComparer.Ordinal).Select(name => $"{name} ended although nobody had ended it"));
        return new RunResult(seed, [.. faults.Select(fault => _injector.IsSkipped(fault) ? $"{fault} (skipped)" : $"{fault}")], clock.Elapsed, sender.SentAgain, violations);
    }

    /// <summary>What <c>./cchc audit verify</c> says, when it does not agree.</summary>
    public async Task<string?> VerifyAuditAsync() => await System.VerifyAuditAsync() is { ExitCode: not 0 } result ? result.Output : null;

    public async ValueTask DisposeAsync()
    {
        await _databases.DisposeAsync();
        await System.DisposeAsync();
        await _network.DisposeAsync();
        _http.Dispose();
    }

    private static async Task<bool> AttemptAsync(List<string> violations, Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception exception)
        {
            violations.Add(exception is RunFailedException ? exception.Message : $"{exception.GetType().Name} at {exception.TargetSite?.Name}: {exception.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }
}
