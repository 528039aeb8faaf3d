using Microsoft.AspNetCore.Http.HttpResults;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;

namespace CCHC.Gateway;

/// <summary>Which path goes to which service; the services' addresses come from the configuration, <c>services:NAME:http:N</c>.</summary>
public static class Routes
{
    private const string Portal = "portal";

    private static readonly TimeSpan Quarantine = TimeSpan.FromSeconds(4);

    /// <summary>The services with an API; each owns everything below <c>/api/NAME</c>.</summary>
    public static IReadOnlyList<string> Apis { get; } = ["identity", "criteria", "assessment", "appraisal", "survey", "ranking"];

    public static IReadOnlyList<string> Services { get; } = [.. Apis, Portal];

    private static IReadOnlyList<RouteConfig> All { get; } =
    [
        .. Apis.Select(api => Route(api, $"/api/{api}/{{**rest}}", "default")),
        .. Apis.Select(api => Route(api, $"/api/{api}/openapi.json")),
        // The public is not to learn whether there is such a sheet: the service answers, not a challenge here.
        Route("assessment", "/api/assessment/self-assessments/{id}/{**rest}") with
        {
            Match = new RouteMatch { Path = "/api/assessment/self-assessments/{id}/{**rest}", Methods = [HttpMethods.Get, HttpMethods.Head] },
        },
        Route("survey", "/api/survey/forms/{**rest}", rateLimit: RateLimits.Forms),
        Route("ranking", $"{PublicCache.Path}/{{**rest}}", rateLimit: RateLimits.Public) with
        {
            // A 304 cannot be kept: the service answers in full, the cache answers who already has it.
            Transforms = [new Dictionary<string, string>(StringComparer.Ordinal) { ["RequestHeaderRemove"] = "If-None-Match" }],
        },
        Route("ranking", "/api/ranking/campaigns/{code}/archive", rateLimit: RateLimits.Public),
        Route("identity", "/connect/{**rest}", rateLimit: RateLimits.Tokens),
        Route("identity", "/.well-known/{**rest}"),
        Route(Portal, "/{**rest}") with { Order = int.MaxValue },
    ];

    public static void AddRoutes(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Yarp", LogLevel.Warning); // else a line for every request
        builder.Logging.AddFilter("Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor", LogLevel.Error); // else one for every probe
        builder.Services.AddReverseProxy().ConfigureHttpClient((_, handler) => handler.ConnectTimeout = TimeSpan.FromSeconds(2));
        builder.Services.AddSingleton<IProxyConfigProvider>(provider =>
        {
            var configuration = provider.GetRequiredService<IConfiguration>();
            return new InMemoryConfigProvider(All, [.. Services.Select(service => Cluster(service, configuration))]);
        });
        builder.Services.Configure<TransportFailureRateHealthPolicyOptions>(options =>
        {
            options.MinimalTotalCountThreshold = 2;
            options.DetectionWindowSize = Quarantine; // no replica is taken back before the window has passed, whatever the reactivation period
        });
    }

    public static void MapRoutes(this WebApplication app)
    {
        app.MapReverseProxy(proxy =>
        {
            proxy.UseMiddleware<Bulkhead>();
            proxy.UseMiddleware<AnotherReplica>();
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
        app.Map("/api/{**rest}", NotFound () => TypedResults.NotFound()).RequireAuthorization().ExcludeFromDescription();
    }

    /// <summary>The addresses of all replicas of a service.</summary>
    public static IEnumerable<string> Addresses(this IConfiguration configuration, string service) =>
        configuration.GetSection($"services:{service}:http").GetChildren().Select(child => child.Value).OfType<string>();

    private static RouteConfig Route(string service, string path, string authorization = "anonymous", string? rateLimit = null) => new()
    {
        RouteId = path,
        ClusterId = service,
        Match = new RouteMatch { Path = path },
        AuthorizationPolicy = authorization,
        RateLimiterPolicy = rateLimit,
    };

    private static ClusterConfig Cluster(string service, IConfiguration configuration) => new()
    {
        ClusterId = service,
        LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
        Destinations = configuration.Addresses(service)
            .Select((address, number) => (Name: $"{service}-{number}", Address: address))
            .ToDictionary(replica => replica.Name, replica => new DestinationConfig { Address = replica.Address }, StringComparer.Ordinal),
        HealthCheck = new HealthCheckConfig
        {
            // With no healthy replica it is better to try: a service that has just restarted answers before the next probe.
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Path = "/health/live",
                Interval = TimeSpan.FromSeconds(2),
                Timeout = TimeSpan.FromSeconds(2),
                Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
            },
            Passive = new PassiveHealthCheckConfig
            {
                Enabled = true,
                Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate,
                ReactivationPeriod = Quarantine,
            },
        },
    };
}
