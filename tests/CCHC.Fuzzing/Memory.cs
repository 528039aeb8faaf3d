using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace CCHC.Fuzzing;

/// <summary>Megabytes of a process: what it still holds after a full collection, and what is resident.</summary>
public sealed record Memory(double Live, double Resident)
{
    private const double Megabyte = 1024 * 1024;
    private const long CollectionsAndOneNow = 0x800001;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Has the process collect all generations twice (what waits for its finalizer survives the first) and reads what survived.</summary>
    public static async Task<Memory> OfAsync(int pid)
    {
        await CollectAsync(pid);
        var live = await CollectAsync(pid);
        var resident = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return new Memory(live / Megabyte, double.Parse(resident.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024);
    }

    /// <summary>Bytes that survived a collection which the runtime makes when somebody begins to listen with this keyword.</summary>
    private static async Task<long> CollectAsync(int pid)
    {
        using var session = new DiagnosticsClient(pid).StartEventPipeSession(
            [new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectionsAndOneNow)], requestRundown: false);
        var survived = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var source = new EventPipeEventSource(session.EventStream);
        var induced = false;
        source.Clr.GCStart += start => induced |= start.Reason is Microsoft.Diagnostics.Tracing.Parsers.Clr.GCReason.Induced && start.Depth == 2;
        source.Clr.GCHeapStats += heap =>
        {
            if (induced)
            {
                survived.TrySetResult(heap.TotalPromoted);
            }
        };
        var reading = Task.Run(source.Process);
        try
        {
            // Events lie in a buffer of the process until the session ends.
            await Task.WhenAny(survived.Task, Task.Delay(TimeSpan.FromSeconds(2)));
            await session.StopAsync(CancellationToken.None);
            return await survived.Task.WaitAsync(Patience);
        }
        finally
        {
            await reading;
        }
    }
}
