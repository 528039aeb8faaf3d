using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CCHC.ServiceDefaults.Messaging;

/// <summary>
/// Ends the service, for whoever started it to start it again, when the broker has had nobody reading one of its queues for a minute although the bus says
/// that all is well: after the line was cut while consumers were being attached, some of them have been seen to wait for ever for an answer that was lost.
/// </summary>
internal sealed class ConsumerWatch(IBusControl bus, IConfiguration configuration, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<ConsumerWatch> logger) : BackgroundService
{
    private const int Patience = 3;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, int> _unread = new(StringComparer.Ordinal);

    /// <summary>Whether one of these queues has had no consumer at the last three checks in a row.</summary>
    /// <param name="queues">That have to be read.</param>
    /// <param name="cancellationToken">Of the check.</param>
    internal async Task<bool> IsAbandonedAsync(IReadOnlyCollection<string> queues, CancellationToken cancellationToken)
    {
        var unread = await UnreadAsync(queues, cancellationToken);
        foreach (var queue in _unread.Keys.Except(unread, StringComparer.Ordinal).ToList())
        {
            _unread.Remove(queue);
        }

        foreach (var queue in unread)
        {
            _unread[queue] = _unread.GetValueOrDefault(queue) + 1;
        }

        return _unread.Values.Any(checks => checks >= Patience);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (await IsAbandonedAsync(QueuesSaidToBeRead(), stoppingToken))
            {
                logger.LogCritical("Nobody reads {Queues} although the bus is healthy: the service ends, to be started again", string.Join(", ", _unread.Keys));
                Environment.ExitCode = 1;
                lifetime.StopApplication();
                return;
            }
        }
    }

    /// <summary>None while the bus itself says that something is wrong: then it is on its way to mend it.</summary>
    internal IReadOnlyCollection<string> QueuesSaidToBeRead()
    {
        var health = bus.CheckHealth();
        return health.Status == BusHealthStatus.Healthy ? [.. health.Endpoints.Values.Select(endpoint => endpoint.InputAddress).Where(address => !IsTemporary(address)).Select(address => address.Segments[^1])] : [];
    }

    private static bool IsTemporary(Uri address) => address.Query.Contains("temporary=true", StringComparison.Ordinal);

    /// <summary>None while the broker cannot be asked: what is wrong then is not the consumer.</summary>
    private async Task<List<string>> UnreadAsync(IReadOnlyCollection<string> queues, CancellationToken cancellationToken)
    {
        var unread = new List<string>();
        try
        {
            if (queues.Count > 0)
            {
                await using var connection = await new ConnectionFactory { Uri = new Uri(configuration.GetConnectionString("rabbitmq")!), AutomaticRecoveryEnabled = false }.CreateConnectionAsync("consumer watch", cancellationToken);
                await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
                foreach (var queue in queues)
                {
                    if ((await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).ConsumerCount == 0)
                    {
                        unread.Add(queue);
                    }
                }
            }

            return unread;
        }
        catch (Exception exception) when (exception is RabbitMQClientException or IOException or TimeoutException)
        {
            return [];
        }
    }
}
