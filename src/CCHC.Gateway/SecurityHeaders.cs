namespace CCHC.Gateway;

/// <summary>
/// What every answer says to a browser, also one of an API or of the gateway itself; where a service says more exactly, that stays. Over TLS, here or in
/// front, browsers are told to come by TLS only; to hosts below this one too where <c>Hsts:SubDomains</c> says that all of them have TLS: for a year,
/// browsers would find none that has not.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next, IConfiguration configuration)
{
    private readonly string _byTls = "max-age=31536000" + (configuration.GetValue("Hsts:SubDomains", defaultValue: false) ? "; includeSubDomains" : "");

    public Task InvokeAsync(HttpContext context)
    {
        // At the very end, for a failure starts from an empty response.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.Remove("Server"); // of a service
            headers.XContentTypeOptions = "nosniff";
            headers.TryAdd("Content-Security-Policy", "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'");
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
            if (headers.CacheControl.Count == 0 && context.Request.Headers.Authorization.Count > 0)
            {
                headers.CacheControl = "no-store"; // a browser would keep what somebody read for whoever comes after
            }

            if (context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = _byTls;
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
