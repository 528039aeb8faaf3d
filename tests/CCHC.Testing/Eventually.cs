using System.Diagnostics;

namespace CCHC.Testing;

/// <summary>Waits for what happens by itself, such as the effect of an event; fails with the last failure when the time is over.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    /// <summary>Repeats the assertion until it passes.</summary>
    public static async Task Holds(Func<Task> assertion, TimeSpan? timeout = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (clock.Elapsed < (timeout ?? DefaultTimeout))
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Reads until the value is as wanted, and returns it.</summary>
    public static async Task<T> Is<T>(Func<Task<T>> read, Func<T, bool> wanted, TimeSpan? timeout = null)
    {
        var result = default(T)!;
        await Holds(
            async () =>
            {
                result = await read();
                if (!wanted(result))
                {
                    throw new TimeoutException($"Not as wanted in time, last seen: {result}");
                }
            },
            timeout);
        return result;
    }
}
