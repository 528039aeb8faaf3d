using System.Diagnostics;
using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.FailedMessages;
using CCHC.ServiceDefaults.Http;
using CCHC.ServiceDefaults.Persistence;
using CCHC.ServiceDefaults.Security;
using CCHC.ServiceDefaults.Telemetry;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace CCHC.ServiceDefaults;

/// <summary>What every process of the system has: telemetry, health, problem details, callers' identity, OpenAPI.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Registers the defaults; <paramref name="authenticate"/> is false only where another scheme than bearer tokens signs people in (the portal).</summary>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, bool authenticate = true)
    {
        if (builder.Configuration["Secrets:Path"] is { Length: > 0 } secrets)
        {
            builder.Configuration.AddKeyPerFile(Path.GetFullPath(secrets)); // Database__Password and so on, a file each
        }

        Activity.DefaultIdFormat = ActivityIdFormat.W3C;
        builder.AddTelemetry();
        builder.AddProblemDetails();
        builder.Services.AddHealthChecks();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<RequestArrival>();
        builder.Services.AddSingleton<SecurityEvents>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAccess>();
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Converters.Add(new NullFreeListConverter());
            PromisedMembers.Demand(options.SerializerOptions);
        });
        builder.Services.AddOpenApi(options => options.AddPermissionsToDocument());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(8));
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = 4 * 1024 * 1024;
        });

        if (authenticate)
        {
            builder.AddBearerAuthentication();
        }

        return builder;
    }

    /// <summary>Adds the middleware in the order it must run, the health paths, <c>/api/{service}/openapi.json</c>, <c>/api/{service}/audit</c> and <c>/api/{service}/failed-messages</c>.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app, string? service = null)
    {
        app.UseMetrics(); // first: it looks at the connection, which forwarded headers would hide
        var isService = app.Services.GetService<ServiceDatabase>() is not null;
        if (isService)
        {
            app.UseForwardedHeaders(); // a service records who asked, not the gateway
        }

        app.UseMiddleware<RefusedRequests>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMiddleware<UnreadableRequests>();
        app.UseAuthentication();
        app.UseAuthorization();

        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous().DisableHttpMetrics();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteHealth }).AllowAnonymous().DisableHttpMetrics();

        if (service is not null)
        {
            app.MapOpenApi($"/api/{service}/openapi.json").AllowAnonymous();
            if (isService)
            {
                app.MapAudit(service);
                app.MapFailedMessages(service);
            }
        }

        return app;
    }

    private static Task WriteHealth(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new
        {
            status = report.Status == HealthStatus.Unhealthy ? "starting" : "ready",
            parts = report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status.ToString()),
        });
}
