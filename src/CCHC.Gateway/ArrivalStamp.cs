using System.Globalization;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Gateway;

/// <summary>Says on every request when it reached the system: on the last evening a submission counts by that, not by when its turn comes.</summary>
public sealed class ArrivalStamp(RequestDelegate next, TimeProvider clock)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Request.Headers[RequestArrival.Header] = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return next(context);
    }
}
