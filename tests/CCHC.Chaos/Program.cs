using System.Globalization;
using CCHC.Chaos;
using CCHC.Chaos.Faults;
using CCHC.Chaos.Proxy;
using CCHC.Chaos.Years;

// [--runs N] [--seed S] [--quick] [--plan] [--minutes M] [--keep DIR]
var (runs, seed, quick, plan, minutes, keep) = (200, Random.Shared.Next(1, 1_000_000), false, false, int.MaxValue, (string?)null);
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--runs" when i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0:
            (runs, i) = (number, i + 1);
            break;
        case "--seed" when i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var start):
            (seed, i) = (start, i + 1);
            break;
        case "--minutes" when i + 1 < args.Length && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0:
            (minutes, i) = (most, i + 1);
            break;
        case "--keep" when i + 1 < args.Length:
            (keep, i) = (args[i + 1], i + 1);
            break;
        case "--quick":
            quick = true;
            break;
        case "--plan":
            plan = true;
            break;
        default:
            await Console.Error.WriteLineAsync("Usage: ./cchc chaos [--runs N] [--seed S] [--quick] [--plan] [--minutes M] [--keep DIR]");
            return 2;
    }
}

if (plan)
{
    await using var network = new Network();
    for (var i = 0; i < runs; i++)
    {
        Console.WriteLine($"seed {unchecked(seed + i)}: {string.Join(", ", FaultPlan.Of(unchecked(seed + i), Year.Steps, Year.Uploads, network.Links, quick))}");
    }

    return 0;
}

return await LongRun.RunAsync(runs, seed, quick, minutes, keep);
