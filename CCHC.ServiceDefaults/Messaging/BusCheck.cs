using MassTransit;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>
/// Not ready until the queues are there for the first time, because an event published before would pass this service by; afterwards a
/// broker that is away is a degradation only, because events wait in the outbox.
/// </summary>
internal sealed class BusCheck(IBusControl bus) : IHealthCheck
{
    private volatile bool _hasBeenConnected;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = bus.CheckHealth();
        _hasBeenConnected |= health.Status == BusHealthStatus.Healthy;
        return Task.FromResult(health.Status == BusHealthStatus.Healthy ? HealthCheckResult.Healthy()
            : _hasBeenConnected ? HealthCheckResult.Degraded(health.Description)
            : HealthCheckResult.Unhealthy(health.Description));
    }
}
