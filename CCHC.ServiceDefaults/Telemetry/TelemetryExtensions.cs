using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CCHC.ServiceDefaults.Telemetry;

public static class TelemetryExtensions
{
    // The framework and the libraries emit these themselves; the instrumentation packages would only subscribe to them.
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit", "CCHC.*"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql", "MassTransit", "CCHC.*",
    ];

    /// <summary>
    /// Traces, metrics and logs, sent over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; metrics are also told when asked for
    /// (<see cref="MetricsEndpoint"/>), and trace ids stand in the console log in any case.
    /// </summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);

        var export = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var resource = ResourceBuilder.CreateDefault()
            .AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? builder.Environment.ApplicationName)
            .AddEnvironmentVariableDetector();

        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(options => options.FormatterName = TraceConsoleFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<TraceConsoleFormatter, TraceConsoleFormatterOptions>();

        // A failed command is told by whoever sent it; EF's own line would make the first look for the migrations table look like a failure.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None);
        if (export)
        {
            builder.Logging.AddOpenTelemetry(logging => logging.SetResourceBuilder(resource).AddOtlpExporter());
        }

        builder.Services.AddSingleton(_ =>
        {
            // A provider must listen even when nothing is exported: without a listener no activity is created and no trace id reaches the logs.
            var tracing = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources);
            return (export ? tracing.AddOtlpExporter() : tracing).Build();
        });
        builder.Services.AddSingleton<DatabaseGauges>();
        builder.Services.AddSingleton(provider =>
        {
            provider.GetRequiredService<DatabaseGauges>();
            var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddPrometheusExporter();
            return (export ? metrics.AddOtlpExporter() : metrics).Build();
        });
        builder.Services.AddHostedService<TelemetryLifetime>();
    }

    /// <summary>Builds the providers at start, and flushes them at the end because the container disposes them.</summary>
    private sealed class TelemetryLifetime(TracerProvider tracing, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            tracing.ForceFlush(2_000);
            metrics.ForceFlush(2_000);
            return Task.CompletedTask;
        }
    }
}
