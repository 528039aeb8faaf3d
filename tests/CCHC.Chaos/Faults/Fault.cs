using System.Globalization;

namespace CCHC.Chaos.Faults;

public enum FaultKind
{
    /// <summary>SIGKILL to a process of the model.</summary>
    Kill,

    /// <summary>SIGKILL to one process of the database server, which then ends all its sessions.</summary>
    KillSession,

    /// <summary>SIGKILL to the broker's name server (epmd).</summary>
    KillNames,

    /// <summary>SIGKILL to what keeps everything running; an administrator then enters <c>./cchc run</c>.</summary>
    KillHost,

    /// <summary>An orderly stop of a process, which is started again.</summary>
    Restart,

    /// <summary>Connections between two are reset, new ones refused.</summary>
    Cut,

    /// <summary>Nothing passes between two, and nobody is told.</summary>
    Hold,

    /// <summary>SIGSTOP, later SIGCONT, to a process and what descends from it.</summary>
    Stall,

    /// <summary>Everything sent so far in this run is delivered once more, in any order.</summary>
    Duplicate,

    /// <summary>What waits for a service is delivered in another order, and some of it twice.</summary>
    Reorder,

    FullDatabaseDisk,

    FullEvidenceDisk,
}

/// <summary>Something that goes wrong in a run.</summary>
/// <param name="Kind">What.</param>
/// <param name="Target">The process, or who calls.</param>
/// <param name="Peer">Who is called, where a line between two is meant.</param>
/// <param name="Step">The step of the year with which it begins.</param>
/// <param name="After">How long after that step was sent.</param>
/// <param name="Lasts">Until it is mended; zero for what is over at once.</param>
public sealed record Fault(FaultKind Kind, string Target, string? Peer, int Step, TimeSpan After, TimeSpan Lasts)
{
    public override string ToString()
    {
        var what = Kind switch
        {
            FaultKind.Kill => $"kill {Target}",
            FaultKind.KillSession => "kill a database session",
            FaultKind.KillNames => "kill the broker's name server",
            FaultKind.KillHost => "kill the host",
            FaultKind.Restart => $"restart {Target}",
            FaultKind.Cut => $"cut {Target}-{Peer}",
            FaultKind.Hold => $"silence {Target}-{Peer}",
            FaultKind.Stall => $"stall {Target}",
            FaultKind.Duplicate => "duplicate deliveries",
            FaultKind.Reorder => $"reorder deliveries to {Target}",
            FaultKind.FullDatabaseDisk => "full database disk",
            _ => "full evidence disk",
        };
        var lasts = Lasts > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $" {Lasts.TotalSeconds:0.0} s") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{what}{lasts} @{Step}+{After.TotalMilliseconds:0} ms");
    }
}
