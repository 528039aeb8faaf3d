using CCHC.Chaos.Proxy;

namespace CCHC.Chaos.Faults;

/// <summary>Which faults a run meets, by its seed alone.</summary>
public static class FaultPlan
{
    private const double LongShare = 1.0 / 8;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    /// <summary>What is stalled in the quick profile at most.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(4);

    private static readonly (FaultKind Kind, int Weight)[] Kinds =
    [
        (FaultKind.Kill, 30), (FaultKind.KillSession, 5), (FaultKind.KillNames, 1), (FaultKind.KillHost, 2), (FaultKind.Restart, 12), (FaultKind.Cut, 13),
        (FaultKind.Hold, 11), (FaultKind.Stall, 12), (FaultKind.Duplicate, 11), (FaultKind.Reorder, 11), (FaultKind.FullDatabaseDisk, 7), (FaultKind.FullEvidenceDisk, 6),
    ];

    /// <summary>The servers stand twice: everything depends on them.</summary>
    private static readonly string[] Victims =
        [Processes.Postgres, Processes.Postgres, Processes.RabbitMQ, Processes.RabbitMQ, .. Processes.Services, Processes.Gateway, Processes.Portal];

    /// <param name="seed">Of the run.</param>
    /// <param name="steps">How many steps a year has.</param>
    /// <param name="uploads">The steps that write evidence.</param>
    /// <param name="links">Between whom a line may be cut.</param>
    /// <param name="quick">Without stalls of half a minute, and without the end of the host.</param>
    public static IReadOnlyList<Fault> Of(int seed, int steps, Range uploads, IReadOnlyList<Link> links, bool quick)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Next()).OrderBy(fault => fault.Step)];

        Fault Next()
        {
            // Every fault draws the same numbers, so that both profiles of a seed meet at the same places.
            var kind = Pick(random.Next(Kinds.Sum(kind => kind.Weight)));
            var (victim, link) = (Victims[random.Next(Victims.Length)], links[random.Next(links.Count)]);
            var step = random.Next(1, steps + 1);
            var upload = random.Next(uploads.Start.Value, uploads.End.Value);
            var after = TimeSpan.FromMilliseconds(random.Next(60));
            var (share, length) = (random.NextDouble(), TimeSpan.FromMilliseconds(random.Next(500, 6_001)));
            var stall = share < LongShare ? Long : length;
            if (quick)
            {
                (kind, stall) = (kind == FaultKind.KillHost ? FaultKind.Kill : kind, stall < Quick ? stall : Quick);
            }

            return kind switch
            {
                FaultKind.Kill or FaultKind.Restart => new Fault(kind, victim, null, step, after, TimeSpan.Zero),
                FaultKind.Stall => new Fault(kind, victim, null, step, after, stall),
                FaultKind.Cut or FaultKind.Hold => new Fault(kind, link.Caller, link.Resource, step, after, stall),
                FaultKind.Reorder => new Fault(kind, Consumers[random.Next(Consumers.Length)], Processes.RabbitMQ, step, after, length < Quick ? length : Quick),
                FaultKind.FullDatabaseDisk => new Fault(kind, Processes.Postgres, null, step, after, length),
                FaultKind.FullEvidenceDisk => new Fault(kind, Processes.Assessment, null, upload, after, length),
                _ => new Fault(kind, "", null, step, after, TimeSpan.Zero),
            };
        }
    }

    private static string[] Consumers { get; } = ["criteria", Processes.Assessment, "appraisal", "survey", "ranking"];

    private static FaultKind Pick(int number)
    {
        foreach (var (kind, weight) in Kinds)
        {
            if (number < weight)
            {
                return kind;
            }

            number -= weight;
        }

        return FaultKind.Kill;
    }
}
