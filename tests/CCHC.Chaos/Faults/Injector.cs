using System.Globalization;
using CCHC.Chaos.Proxy;
using CCHC.Testing.Installations;

namespace CCHC.Chaos.Faults;

/// <summary>Brings the faults of a run about and mends what does not mend itself.</summary>
public sealed class Injector(Installation system, Network network, Deliveries deliveries, IReadOnlyDictionary<FaultKind, Volume> volumes)
{
    /// <summary>Until what was killed has been started again, and the broker can be reached.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Task> _running = [];
    private readonly List<string> _hit = [];
    private IReadOnlyList<Fault> _faults = [];
    private Random _random = new(0);

    /// <summary>Resources whose end in this run was intended.</summary>
    public IReadOnlyCollection<string> Hit => _hit;

    public void Plan(IReadOnlyList<Fault> faults, int seed)
    {
        (_faults, _random) = (faults, new Random(seed));
        _hit.Clear();
    }

    /// <summary>There is no disk that may be filled.</summary>
    public bool IsSkipped(Fault fault) => volumes.TryGetValue(fault.Kind, out var volume) && volume.Refusal is not null;

    /// <summary>Called when a step is about to be sent; returns when that may be done. A disk takes a while to fill, so that is done before.</summary>
    public async Task BeginAsync(int step)
    {
        foreach (var fault in _faults.Where(fault => fault.Step == step))
        {
            if (volumes.TryGetValue(fault.Kind, out var volume) && !IsSkipped(fault))
            {
                await Task.Run(volume.Fill);
            }

            _running.Add(Task.Run(() => BringAboutAsync(fault)));
        }
    }

    /// <summary>When every fault has been mended.</summary>
    public async Task MendedAsync()
    {
        try
        {
            await Task.WhenAll(_running);
        }
        finally
        {
            _running.Clear();
            network.Mend();
        }
    }

    private async Task BringAboutAsync(Fault fault)
    {
        await Task.Delay(fault.After);
        switch (fault.Kind)
        {
            case FaultKind.Kill:
                Machine.Signal(await PidsAsync(fault.Target), Machine.SIGKILL);
                break;
            case FaultKind.Restart:
                Machine.Signal(await PidsAsync(fault.Target), fault.Target == Processes.Postgres ? Machine.SIGINT : Machine.SIGTERM);
                break;
            case FaultKind.KillSession:
                var sessions = (await PidsAsync(Processes.Postgres)).SelectMany(pid => Installation.Descendants(pid).Skip(1)).ToArray();
                Machine.Signal(sessions.Skip(sessions.Length == 0 ? 0 : _random.Next(sessions.Length)).Take(1), Machine.SIGKILL);
                break;
            case FaultKind.KillNames:
                Machine.Signal(system.Processes().Where(pid => Machine.NameOf(pid) == "epmd"), Machine.SIGKILL);
                break;
            case FaultKind.KillHost:
                await KillHostAsync();
                break;
            case FaultKind.Cut:
                network.Link(fault.Target, fault.Peer!).Cut();
                await Task.Delay(fault.Lasts);
                network.Link(fault.Target, fault.Peer!).Mend();
                break;
            case FaultKind.Hold:
                network.Link(fault.Target, fault.Peer!).Hold();
                await Task.Delay(fault.Lasts);
                network.Link(fault.Target, fault.Peer!).Mend();
                break;
            case FaultKind.Stall:
                await StallAsync(fault);
                break;
            case FaultKind.Duplicate:
                await InsistAsync(() => deliveries.DuplicateAsync(_random));
                break;
            case FaultKind.Reorder:
                network.Link(fault.Target, Processes.RabbitMQ).Cut();
                await Task.Delay(fault.Lasts);
                await InsistAsync(() => deliveries.ReorderAsync(fault.Target, _random));
                network.Link(fault.Target, Processes.RabbitMQ).Mend();
                break;
            default:
                await FillAsync(fault);
                break;
        }
    }

    private async Task<IReadOnlyList<int>> PidsAsync(string resource)
    {
        lock (_hit)
        {
            _hit.Add(resource);
        }

        return await Testing.Eventually.Is(() => Task.FromResult(system.Resource(resource).Pids), pids => pids.Count > 0, Patience);
    }

    private async Task KillHostAsync()
    {
        await system.KillHostAsync();
        lock (_hit)
        {
            _hit.AddRange([.. Processes.Services, Processes.Postgres, Processes.RabbitMQ, Processes.Gateway, Processes.Portal]);
        }

        var started = await system.CchcAsync("run", "--detach", "--port", system.Port.ToString(CultureInfo.InvariantCulture));
        if (started.ExitCode != 0)
        {
            throw new InvalidOperationException($"After the host was killed ./cchc run ended with {started.ExitCode}: {started.Output}");
        }
    }

    private async Task StallAsync(Fault fault)
    {
        var stopped = (await PidsAsync(fault.Target)).SelectMany(Installation.Descendants).ToArray();
        Machine.Signal(stopped, Machine.SIGSTOP);
        try
        {
            await Task.Delay(fault.Lasts);
        }
        finally
        {
            Machine.Signal(stopped, Machine.SIGCONT);
        }
    }

    private async Task FillAsync(Fault fault)
    {
        if (IsSkipped(fault))
        {
            return;
        }

        var volume = volumes[fault.Kind];
        lock (_hit)
        {
            _hit.AddRange(fault.Kind == FaultKind.FullDatabaseDisk ? [Processes.Postgres] : []);
        }

        try
        {
            for (var until = DateTime.UtcNow + fault.Lasts; DateTime.UtcNow < until; await Task.Delay(100))
            {
                volume.Fill();
            }
        }
        finally
        {
            volume.Free();
        }
    }

    /// <summary>The broker may be away by another fault just now.</summary>
    private static async Task InsistAsync(Func<Task<int>> work) => await Testing.Eventually.Is(work, _ => true, Patience);
}
