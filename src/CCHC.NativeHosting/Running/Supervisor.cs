using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CCHC.NativeHosting.Backups;
using Microsoft.Extensions.Configuration;

namespace CCHC.NativeHosting.Running;

/// <summary>Starts the resources in the order of their waits, keeps them alive and stops them: projects first, servers last.</summary>
internal sealed class Supervisor : IDisposable
{
    private const int StartAttempts = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan StableAfter = TimeSpan.FromMinutes(1);

    private readonly IConfiguration configuration;
    private readonly DataDirectory data;
    private readonly HostConsole console;
    private readonly TimeSpan startTimeout;
    private readonly TimeSpan longestPause;
    private readonly Dictionary<ProjectResource, IReadOnlyList<string>> urls = [];
    private readonly List<Instance> instances = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly LogFile backupLog;
    private readonly FileKeeper? keeper;
    private Task? keeping;
    private readonly Lock stateGate = new();

    private Supervisor(IConfiguration configuration, DataDirectory directory, IReadOnlyList<IResource> resources)
    {
        this.configuration = configuration;
        data = directory;
        startTimeout = TimeSpan.FromSeconds(configuration.GetValue("StartTimeout", 120));
        longestPause = TimeSpan.FromSeconds(configuration.GetValue("LongestPause", 30.0));
        foreach (var project in resources.OfType<ProjectResource>())
        {
            urls[project] = project.HasEndpoint
                ? [.. Enumerable.Range(0, project.Replicas).Select(x => $"http://127.0.0.1:{data.Port(ReplicaKey(project, x), x == 0 ? project.Port : null)}")]
                : [];
        }

        foreach (var runner in resources.SelectMany(Runners))
        {
            instances.Add(new Instance(runner, new LogFile(Path.Combine(data.Logs, runner.Name + ".log")), instances.Count));
        }

        console = new HostConsole(configuration.GetValue("Quiet", false), instances.Max(x => x.Runner.Name.Length));
        backupLog = new LogFile(Path.Combine(data.Logs, "backup.log"));
        keeper = resources.OfType<PostgresServerResource>().Count() == 1
            ? new FileKeeper(
                new RunningSystem(data.Root, resources), new BackupArea(data.Root), TimeSpan.FromSeconds(configuration.GetValue("BackupInterval", 60.0)), backupLog, console.Host)
            : null;
    }

    /// <summary>Returns the host's exit code.</summary>
    public static async Task<int> RunAsync(IConfiguration configuration, IReadOnlyList<IResource> resources)
    {
        var stopRequested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            stopRequested.TrySetResult();
        }

        if (configuration["Backup"] is { Length: > 0 } backup)
        {
            return await BackupCommands.RunAsync(backup, configuration, resources);
        }

        if (configuration["Restore"] is { Length: > 0 } repository)
        {
            return await RestoreCommand.RunAsync(repository, configuration, resources);
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
        try
        {
            using var directory = DataDirectory.Open(configuration["Data"] ?? ".data");
            var ended = await Leftovers.EndAsync(directory.Root);
            if (ended > 0)
            {
                Console.WriteLine($"Ended {ended} processes that an earlier run had left behind.");
            }

            if (configuration.GetValue("Stop", false))
            {
                return 0;
            }

            RefuseCircles(resources);
            using var supervisor = new Supervisor(configuration, directory, resources);
            return await supervisor.RunAsync(stopRequested.Task);
        }
        catch (StartFailedException e)
        {
            await Console.Error.WriteLineAsync("Start failed: " + e.Message);
            return 1;
        }
    }

    public void Dispose()
    {
        instances.ForEach(x => x.Log.Dispose());
        backupLog.Dispose();
        stopping.Dispose();
    }

    private static string ReplicaKey(ProjectResource project, int replica) =>
        replica == 0 ? project.Name : string.Create(CultureInfo.InvariantCulture, $"{project.Name}-{replica + 1}");

    private static IResource Process(IResource resource) => resource is PostgresDatabaseResource database ? database.Parent : resource;

    private static void RefuseCircles(IReadOnlyList<IResource> resources)
    {
        var waiting = resources.OfType<ProjectResource>().ToList();
        while (waiting.RemoveAll(x => !x.Waits.Exists(y => waiting.Exists(z => z == y.Dependency))) > 0)
        {
            // Each round lets go those whose waits are all let go.
        }

        if (waiting.Count > 0)
        {
            throw new StartFailedException($"These wait for each other in a circle: {string.Join(", ", waiting.Select(x => x.Name))}.");
        }
    }

    private async Task<int> RunAsync(Task stopRequested)
    {
        WriteState();
        var loops = instances.ConvertAll(KeepRunningAsync);
        var ready = Task.WhenAll(instances.Select(x => x.Ready.Task));
        var exitCode = 0;
        try
        {
            await await Task.WhenAny(ready, stopRequested, Failure(loops));
            if (ready.IsCompletedSuccessfully)
            {
                var url = instances.Find(x => x.Runner.Resource is ProjectResource { External: true })?.Runner.Urls[0] ?? "";
                data.WriteReady(url);
                console.Host($"ready {url}".TrimEnd());
                keeping = keeper?.RunAsync(stopping.Token);
                await stopRequested;
            }

            console.Host("Stopping.");
        }
        catch (Exception e)
        {
            exitCode = 1;
            Report(e as StartFailedException ?? new StartFailedException(e.ToString()));
        }

        await StopAsync(loops);
        return exitCode;
    }

    /// <summary>Ends, with its exception, when the first of the loops fails.</summary>
    private static async Task Failure(List<Task> loops)
    {
        var open = loops.ToList();
        while (open.Count > 0)
        {
            var done = await Task.WhenAny(open);
            await done;
            open.Remove(done);
        }

        await Task.Delay(Timeout.Infinite);
    }

    private void Report(StartFailedException e)
    {
        console.Host("Start failed: " + e.Message);
        if (e.LogPath is { } log && File.Exists(log))
        {
            foreach (var line in File.ReadLines(log).Where(x => !x.StartsWith("   at ", StringComparison.Ordinal)).TakeLast(20))
            {
                console.Host("    " + line);
            }

            console.Host("Log: " + log);
        }
    }

    private IEnumerable<Runner> Runners(IResource resource) => resource switch
    {
        PostgresServerResource postgres => [new PostgresServer(postgres, data, configuration)],
        RabbitMQServerResource rabbit => [new RabbitMQServer(rabbit, data, configuration)],
        ProjectResource { HasEndpoint: true } project => urls[project].Select((x, i) => new ProjectProcess(project, i, x, EnvironmentOf)),
        ProjectResource job => [new ProjectProcess(job, 0, null, EnvironmentOf)],
        _ => [],
    };

    private Dictionary<string, string?> EnvironmentOf(ProjectResource project)
    {
        var environment = new Dictionary<string, string?>();
        foreach (var reference in project.References)
        {
            if (reference is ProjectResource other)
            {
                for (var i = 0; i < urls[other].Count; i++)
                {
                    environment[string.Create(CultureInfo.InvariantCulture, $"services__{other.Name}__http__{i}")] = Via(project, ReplicaKey(other, i), urls[other][i]);
                }
            }
            else
            {
                environment["ConnectionStrings__" + reference.Name] = Via(project, reference.Name, ConnectionString(reference));
            }
        }

        foreach (var (name, value) in project.Environment)
        {
            environment[name] = value switch
            {
                ParameterResource parameter => parameter.Value(configuration, data),
                EndpointReference { Resource: ProjectResource other } => urls[other][0],
                EndpointReference endpoint => Via(project, endpoint.Resource.Name, instances.Find(x => x.Runner.Resource == endpoint.Resource)?.Runner.Urls[0]),
                _ => (string?)value,
            };
        }

        return environment;
    }

    /// <summary>The address by which the project reaches another resource: its own, or that of what stands between the two.</summary>
    private string? Via(ProjectResource project, string resource, string? address) =>
        configuration[$"Via:{project.Name}:{resource}"] is { Length: > 0 } between && Uri.TryCreate(address, UriKind.Absolute, out var own)
            ? address.Replace(own.Authority, between, StringComparison.Ordinal)
            : address;

    private string? ConnectionString(IResource resource)
    {
        var server = instances.Find(x => x.Runner.Resource == Process(resource))?.Runner.ConnectionString;
        return resource is PostgresDatabaseResource database ? $"{server};Database={database.DatabaseName}" : server;
    }

    private async Task KeepRunningAsync(Instance instance)
    {
        var runner = instance.Runner;
        var pause = FirstPause;
        try
        {
            await WaitForDependenciesAsync(instance);
            for (var attempt = 1; ; attempt++)
            {
                var clock = Stopwatch.StartNew();
                var exitCode = await TryRunOnceAsync(instance);
                if (runner.IsJob)
                {
                    instance.ExitCode.SetResult(exitCode);
                    if (exitCode != 0)
                    {
                        throw JobFailed(instance, exitCode);
                    }

                    instance.Ready.SetResult();
                    return;
                }

                if (!instance.Ready.Task.IsCompleted && attempt == StartAttempts)
                {
                    throw new StartFailedException($"{runner.Name} ended {attempt} times before it was ready, last with exit code {exitCode}.", instance.Log.Path);
                }

                pause = clock.Elapsed > StableAfter ? FirstPause : pause;
                console.Host($"{runner.Name} ended with exit code {exitCode}; it starts again in {pause.TotalSeconds:0.#} s.");
                await Task.Delay(pause, stopping.Token);
                pause = pause * 2 < longestPause ? pause * 2 : longestPause;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The system stops.
        }
    }

    /// <summary>The job itself and who waits for it tell of the failure, whichever comes first, in the same words.</summary>
    private static StartFailedException JobFailed(Instance job, int exitCode) => new($"{job.Runner.Name} failed with exit code {exitCode}.", job.Log.Path);

    private async Task WaitForDependenciesAsync(Instance instance)
    {
        foreach (var (dependency, expected) in instance.Runner.Waits)
        {
            var awaited = instances.Where(x => x.Runner.Resource == Process(dependency)).ToList();
            if (expected is null)
            {
                await Task.WhenAll(awaited.Select(x => x.Ready.Task)).WaitAsync(stopping.Token);
                continue;
            }

            foreach (var job in awaited)
            {
                var exitCode = await job.ExitCode.Task.WaitAsync(stopping.Token);
                if (exitCode != expected)
                {
                    throw JobFailed(job, exitCode);
                }
            }
        }
    }

    /// <summary>Once the system has been ready nothing about one process ends it any more: what goes wrong is tried again.</summary>
    private async Task<int> TryRunOnceAsync(Instance instance)
    {
        try
        {
            return await RunOnceAsync(instance);
        }
        catch (Exception e) when (instance.Ready.Task.IsCompleted && !stopping.IsCancellationRequested)
        {
            instance.Log.WriteLine(e.ToString());
            return -1;
        }
    }

    private async Task<int> RunOnceAsync(Instance instance)
    {
        var runner = instance.Runner;
        await runner.PrepareAsync(instance.Log, stopping.Token);
        using var child = Start(instance);
        WriteState();
        var exit = child.WaitAsync(CancellationToken.None);
        if (!instance.Ready.Task.IsCompleted)
        {
            await FirstReadyAsync(instance, exit);
        }

        var exitCode = await exit;
        await child.DrainAsync();
        instance.Process = null;
        WriteState();
        stopping.Token.ThrowIfCancellationRequested();
        return exitCode;
    }

    private ChildProcess Start(Instance instance)
    {
        lock (stateGate)
        {
            stopping.Token.ThrowIfCancellationRequested(); // whatever starts is seen by the one who stops
            return instance.Process = ChildProcess.Start(instance.Runner.Command(), data, instance.Runner.Name, line =>
            {
                instance.Log.WriteLine(line);
                console.Resource(instance.Runner.Name, instance.Number, line);
            });
        }
    }

    private async Task FirstReadyAsync(Instance instance, Task exit)
    {
        var runner = instance.Runner;
        var clock = Stopwatch.StartNew();
        while (!exit.IsCompleted && !stopping.IsCancellationRequested)
        {
            if (await runner.IsReadyAsync(CancellationToken.None))
            {
                await runner.CompleteAsync(instance.Log, stopping.Token);
                instance.Ready.TrySetResult();
                return;
            }

            if (clock.Elapsed > startTimeout)
            {
                throw new StartFailedException($"{runner.Name} was not {(runner.IsJob ? "done" : "ready")} within {startTimeout.TotalSeconds:0} s.", instance.Log.Path);
            }

            await Task.WhenAny(exit, Task.Delay(TimeSpan.FromMilliseconds(200)));
        }
    }

    private async Task StopAsync(List<Task> loops)
    {
        await stopping.CancelAsync();
        await StopAsync(x => x.Runner is ProjectProcess);
        if (keeping is not null)
        {
            // As the database server archives the rest of its log when it stops.
            await keeping;
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await keeper!.SaveAsync(limit.Token);
        }

        await StopAsync(x => x.Runner is not ProjectProcess);
        await Task.WhenAll(loops).ContinueWith(_ => { }, TaskScheduler.Default); // their failures are known by now
        await Leftovers.EndAsync(data.Root);
    }

    private Task StopAsync(Func<Instance, bool> which)
    {
        List<(ChildProcess Process, Runner Runner)> running;
        lock (stateGate)
        {
            running = [.. instances.Where(x => which(x) && x.Process is not null).Select(x => (x.Process!, x.Runner))];
        }

        return Task.WhenAll(running.Select(x => x.Process.StopAsync(x.Runner.StopSignal, x.Runner.StopGrace)));
    }

    private void WriteState()
    {
        lock (stateGate)
        {
            var processes = instances.GroupBy(x => x.Runner.Resource).Select(x => new
            {
                x.Key.Name,
                x.First().Runner.Kind,
                Pids = x.Where(y => y.Process is not null).Select(y => y.Process!.Id).ToArray(),
                Urls = x.SelectMany(y => y.Runner.Urls).ToArray(),
                x.First().Runner.ConnectionString,
            });
            var databases = instances.Select(x => x.Runner.Resource).OfType<PostgresServerResource>().SelectMany(x => x.Databases).Select(x => new
            {
                x.Name,
                Kind = "database",
                Pids = Array.Empty<int>(),
                Urls = Array.Empty<string>(),
                ConnectionString = ConnectionString(x),
            });
            data.WriteState(new { Resources = processes.Concat(databases!).ToArray() });
            data.WriteMetricsTargets(instances.Where(x => x.Runner is { Kind: "service" }).GroupBy(x => x.Runner.Resource.Name, StringComparer.Ordinal)
                .Select(x => (x.Key, x.SelectMany(y => y.Runner.Urls).Select(url => new Uri(url).Authority))));
        }
    }

    /// <summary>One process of the model and how far it is.</summary>
    private sealed class Instance(Runner runner, LogFile log, int number)
    {
        public Runner Runner => runner;

        public LogFile Log => log;

        public int Number => number;

        public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<int> ExitCode { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ChildProcess? Process { get; set; }
    }
}
