using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Security;
using Microsoft.AspNetCore.RateLimiting;

namespace CCHC.Gateway;

/// <summary>
/// How often one address may call what needs no token: <c>RateLimits:NAME:Burst</c> at once and <c>RateLimits:NAME:PerSecond</c> for long. A
/// whole authority may share one address. A client with a quota in its token is counted by that instead, wherever it calls; every other account by
/// <see cref="Accounts"/>, which a page with all its parts and a sheet that saves itself stay far below, and a program that takes everything does not.
/// </summary>
public static class RateLimits
{
    private static readonly HashSet<string> MadeFiles = new([".docx", ".xlsx", ".pdf", ".csv", ".zip"], StringComparer.OrdinalIgnoreCase);

    public const string Public = "Public";
    public const string Forms = "Forms";
    public const string Tokens = "Tokens";
    public const string Accounts = "Accounts";

    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<IConfiguration, SecurityEvents>((options, configuration, events) =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (context, _) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
                    ? Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture)
                    : "1";
                events.TellOnce(LogLevel.Warning, SecurityEvents.TooOften, SecurityEvents.RouteOf(context.HttpContext));
                return ValueTask.CompletedTask;
            };
            options.GlobalLimiter = PartitionedRateLimiter.CreateChained(PerClient(minute: true), PerClient(minute: false), PerAccount(configuration), FilesPerPerson());
            options.AddPolicy(Public, context => QuotaOf(context) is null
                ? PerAddress(context, configuration, Public, burst: 300, perSecond: 100)
                : RateLimitPartition.GetNoLimiter("client"));
            options.AddPolicy(Forms, context => PerAddress(context, configuration, Forms, burst: 300, perSecond: 50));
            options.AddPolicy(Tokens, context => PerAddress(context, configuration, Tokens, burst: 120, perSecond: 10));
        });
    }

    private static RateLimitPartition<string> PerAddress(HttpContext context, IConfiguration configuration, string name, int burst, int perSecond) =>
        Bucket(Caller(context.Connection.RemoteIpAddress), configuration, name, burst, perSecond);

    private static RateLimitPartition<string> Bucket(string whose, IConfiguration configuration, string name, int burst, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(whose, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = configuration.GetValue($"RateLimits:{name}:Burst", burst),
            TokensPerPeriod = configuration.GetValue($"RateLimits:{name}:PerSecond", perSecond),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });

    private static PartitionedRateLimiter<HttpContext> PerAccount(IConfiguration configuration) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        context.User.FindFirst(TokenClaims.Subject)?.Value is { } account && QuotaOf(context) is null
            ? Bucket(account, configuration, Accounts, burst: 3000, perSecond: 100)
            : RateLimitPartition.GetNoLimiter(""));

    /// <summary>What the token says that a client may call a minute, or a day; each replica of the gateway counts for itself.</summary>
    private static PartitionedRateLimiter<HttpContext> PerClient(bool minute) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        QuotaOf(context) is var (client, perMinute, perDay) && (minute ? perMinute : perDay) is > 0 and var most
            ? RateLimitPartition.GetFixedWindowLimiter($"{client} {most}", _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = most,
                Window = minute ? TimeSpan.FromMinutes(1) : TimeSpan.FromDays(1),
                QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(""));

    /// <summary>Reports, documents and tables are computed while one waits: of one person two at a time, twenty wait for them.</summary>
    private static PartitionedRateLimiter<HttpContext> FilesPerPerson() => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        MadeFiles.Contains(Path.GetExtension(context.Request.Path.Value) ?? "") && context.User.FindFirst(TokenClaims.Subject)?.Value is { } person
            ? RateLimitPartition.GetConcurrencyLimiter(person, _ => new ConcurrencyLimiterOptions { PermitLimit = 2, QueueLimit = 20, QueueProcessingOrder = QueueProcessingOrder.OldestFirst })
            : RateLimitPartition.GetNoLimiter(""));

    private static (string Client, int PerMinute, int PerDay)? QuotaOf(HttpContext context) =>
        context.User.FindFirst(TokenClaims.Quota)?.Value.Split('/') is [var minute, var day] && context.User.FindFirst(TokenClaims.Subject)?.Value is { } client
        && int.TryParse(minute, NumberStyles.None, CultureInfo.InvariantCulture, out var perMinute) && int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var perDay)
            ? (client, perMinute, perDay)
            : null;

    /// <summary>A subscriber has 2^64 IPv6 addresses, so they count as one.</summary>
    internal static string Caller(IPAddress? address) => address switch
    {
        null => "",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.MapToIPv4().ToString(),
    };
}
