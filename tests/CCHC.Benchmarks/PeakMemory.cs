using System.Globalization;

namespace CCHC.Benchmarks;

/// <summary>The most that a process has resident while it is watched.</summary>
public sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly Timer _timer;
    private readonly int _pid;
    private readonly double _before;
    private readonly double _highestBefore;
    private double _highest;

    private PeakMemory(int pid)
    {
        (_pid, _before, _highestBefore) = (pid, Megabytes(pid, "VmRSS:"), Megabytes(pid, "VmHWM:"));
        _timer = new Timer(_ => _highest = Math.Max(_highest, Megabytes(_pid, "VmRSS:")), null, TimeSpan.Zero, Interval);
    }

    public static PeakMemory Watch(int pid) => new(pid);

    /// <summary>By how many megabytes it grew at most, and what it had before.</summary>
    public (double Grown, double Before) Stop()
    {
        _timer.Dispose();
        // The kernel's own peak sees what falls between two looks, once it is higher than it was before.
        var peak = Megabytes(_pid, "VmHWM:");
        return (Math.Max(peak > _highestBefore ? peak : 0, _highest) - _before, _before);
    }

    public void Dispose() => _timer.Dispose();

    private static double Megabytes(int pid, string name) => File.ReadLines($"/proc/{pid}/status")
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024).Single();
}
