using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CCHC.ServiceDefaults.Time;

/// <summary>When the request reached the system, however long it then waited; handlers that enforce a deadline take it as a parameter.</summary>
public sealed class RequestArrival(IHttpContextAccessor accessor, TimeProvider clock)
{
    /// <summary>Set by the gateway on every request, whatever the caller wrote there: Unix time in milliseconds.</summary>
    public const string Header = "X-Request-Arrived";

    /// <summary>No request waits longer: an older stamp comes from a clock that is wrong.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    public DateTimeOffset Time
    {
        get
        {
            var now = clock.GetUtcNow();
            return long.TryParse(accessor.HttpContext?.Request.Headers[Header], NumberStyles.None, CultureInfo.InvariantCulture, out var stamp)
                && stamp > now.Subtract(LongestWait).ToUnixTimeMilliseconds() && stamp < now.ToUnixTimeMilliseconds()
                    ? DateTimeOffset.FromUnixTimeMilliseconds(stamp)
                    : now;
        }
    }
}
