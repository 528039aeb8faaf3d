using CCHC.Demo.Gateway;

namespace CCHC.Demo.Year;

/// <summary>Waits for what services tell each other by events.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Repeats an action while it is refused with the given code.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> action, string retryOn)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await action();
            }
            catch (GatewayException exception) when (exception.Code == retryOn && TimeProvider.System.GetElapsedTime(started) < Limit)
            {
                await Task.Delay(Pause);
            }
        }
    }

    /// <summary>Repeats a read until it shows what is waited for.</summary>
    /// <exception cref="TimeoutException">It did not within a minute.</exception>
    public static async Task<T> WhereAsync<T>(Func<Task<T>> read, Func<T, bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var value = await read();
            if (condition(value))
            {
                return value;
            }

            if (TimeProvider.System.GetElapsedTime(started) > Limit)
            {
                throw new TimeoutException("các phần của hệ thống chưa trao đổi xong số liệu sau 60 giây.");
            }

            await Task.Delay(Pause);
        }
    }
}
