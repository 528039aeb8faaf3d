using System.Reflection;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.FailedMessages;
using CCHC.ServiceDefaults.Persistence;
using CCHC.ServiceDefaults.Telemetry;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CCHC.ServiceDefaults.Messaging;

public static class MessagingExtensions
{
    private static readonly DatabaseGauge[] Gauges =
    [
        new("cchc.outbox.waiting", "{event}", "Events that were committed and that the broker has not confirmed yet", "SELECT count(*) FROM outbox_message"),
        new("cchc.outbox.lag", "s", "Age of the oldest of them", "SELECT coalesce(extract(epoch FROM now() - min(published_at)), 0) FROM outbox_message"),
        new("cchc.failed_messages", "{message}", "Messages that a consumer could not deal with and nobody has decided about", "SELECT consumer, count(*) FROM failed_message WHERE state = 'Waiting' GROUP BY consumer"),
    ];

    /// <summary>Connects the service to the broker: its consumers, each with a quorum queue, an inbox, retries and a place for what still fails, and its outbox.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">Prefix of the queue names, such as <c>ranking</c>.</param>
    /// <param name="consumers">The assembly with the public consumers.</param>
    /// <param name="subject">Member by which messages name what they are about, where it can be gone for good (<see cref="ServiceDbContext.CloseInboxAsync"/>).</param>
    public static WebApplicationBuilder AddMessaging(this WebApplicationBuilder builder, string service, Assembly consumers, string? subject = null)
    {
        builder.Services.AddSingleton(new InboxSubject(subject));
        builder.Services.AddScoped<IEventPublisher, OutboxPublisher>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddConsumers(consumers);
            bus.SetEndpointNameFormatter(new KebabCaseEndpointNameFormatter(service, includeNamespace: false));
            bus.AddConfigureEndpointsCallback((context, _, endpoint) =>
            {
                if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
                {
                    queue.SetQuorumQueue();
                }

                endpoint.PrefetchCount = 32;
                endpoint.ConcurrentMessageLimit = 8;
                endpoint.UseMessageRetry(RetryWhileDatabaseIsAway);
                endpoint.UseMessageRetry(RetryConflicts);
                endpoint.UseConsumeFilter(typeof(InboxFilter<>), context);
                endpoint.ConfigureError(failed => failed.UseFilter(ActivatorUtilities.CreateInstance<FailedMessageFilter>(context)));
            });
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(new Uri(builder.Configuration.GetConnectionString("rabbitmq")
                    ?? throw new InvalidOperationException("ConnectionStrings:rabbitmq is not configured.")));
                rabbit.ConfigureEndpoints(context);
            });
        });
        builder.AddGauges(Gauges);
        builder.Services.AddHostedService<OutboxRelay>();
        builder.Services.AddHostedService<MessageCleaning>();
        builder.Services.AddHostedService<ConsumerWatch>();
        builder.Services.Configure<HealthCheckServiceOptions>(options => options.Registrations.Clear(registration => registration.Tags.Contains("masstransit")));
        builder.Services.AddHealthChecks().AddCheck<BusCheck>("broker");
        builder.Services.AddSingleton<BusCheck>();
        return builder;
    }

    // An outage is not the message's fault: it waits, however long, rather than be put aside as failed.
    private static void RetryWhileDatabaseIsAway(IRetryConfigurator retry)
    {
        retry.Handle<Exception>(IsOutage);
        retry.Exponential(int.MaxValue, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.2));
    }

    // Two messages for one row: the second attempt sees what the first one wrote. What still fails is put aside (FailedMessageFilter).
    private static void RetryConflicts(IRetryConfigurator retry)
    {
        retry.Ignore<Exception>(IsOutage);
        retry.Intervals(10, 50, 200, 500, 1_000, 3_000);
    }

    private static bool IsOutage(Exception exception) => DatabaseOutage.Is(exception) && !IsConflict(exception);

    private static bool IsConflict(Exception exception) =>
        exception.IsOrHas(x => x is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected });

    private static void Clear(this ICollection<HealthCheckRegistration> registrations, Func<HealthCheckRegistration, bool> which)
    {
        foreach (var registration in registrations.Where(which).ToArray())
        {
            registrations.Remove(registration);
        }
    }
}
