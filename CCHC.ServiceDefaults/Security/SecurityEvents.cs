using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace CCHC.ServiceDefaults.Security;

/// <summary>
/// What an operator looks for when somebody tries to get in or around: one category of the process log (<c>grep " CCHC.Security: " DIR/logs/*.log</c>), one
/// form, names of the OWASP logging vocabulary. Holds ids, addresses and routes; no names, no passwords, no tokens, nothing that was typed.
/// </summary>
public sealed class SecurityEvents(ILoggerFactory loggers, IHttpContextAccessor accessor) : IDisposable
{
    public const string Category = "CCHC.Security";
    public const string NotLetIn = "authz_fail";
    public const string NotUnderstood = "input_validation_fail";
    public const string AgainstARule = "sequence_fail";
    public const string TooOften = "excess_rate_limit_exceeded";
    public const string SignedIn = "authn_login_success";
    public const string NotSignedIn = "authn_login_fail";
    public const string UsedTwice = "authn_token_reuse";
    public const string BadFile = "upload_validation";

    private readonly ILogger _logger = loggers.CreateLogger(Category);
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(32);

    /// <summary>Whoever is held back a thousand times a minute must not fill the log with it.</summary>
    private readonly PartitionedRateLimiter<string> _once = PartitionedRateLimiter.Create<string, string>(about =>
        RateLimitPartition.GetFixedWindowLimiter(about, _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    /// <param name="name">Of the vocabulary, such as <c>authz_fail</c>.</param>
    /// <param name="detail">Words of our own, codes and routes; never what somebody sent.</param>
    /// <param name="subject">Id of the account or client; else that of the access token.</param>
    public void Tell(LogLevel level, string name, string detail, string? subject = null)
    {
        var context = accessor.HttpContext;
        Tell(level, name, detail, subject ?? context?.User.FindFirstValue(TokenClaims.Subject), context?.Connection.RemoteIpAddress);
    }

    public void Tell(LogLevel level, string name, string detail, string? subject, IPAddress? address) =>
        _logger.Log(level, "{Event} of {Subject} from {Address}: {Detail}", name, subject ?? "-", address?.Plain().ToString() ?? "-", detail);

    /// <summary>Of many such events from one address one a minute.</summary>
    public void TellOnce(LogLevel level, string name, string detail)
    {
        using var lease = _once.AttemptAcquire($"{name} {detail} {accessor.HttpContext?.Connection.RemoteIpAddress}");
        if (lease.IsAcquired)
        {
            Tell(level, name, detail);
        }
    }

    /// <summary>Stands for something that was typed and need not be a name at all, but a password in the wrong field; the same text has the same until the process ends.</summary>
    public string DigestOf(string typed) => "#" + Convert.ToHexStringLower(HMACSHA256.HashData(_salt, Encoding.UTF8.GetBytes(typed)).AsSpan(0, 6));

    /// <summary>The route as we wrote it: a path may hold the code of a survey.</summary>
    public static string RouteOf(HttpContext context, Endpoint? endpoint = null) =>
        $"{(context.Request.Method is { Length: <= 8 } method && method.All(char.IsAsciiLetterUpper) ? method : "?")} {((endpoint ?? context.GetEndpoint()) as RouteEndpoint)?.RoutePattern.RawText ?? "no route"}";

    public void Dispose() => _once.Dispose();
}
