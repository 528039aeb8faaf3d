using System.Diagnostics;
using System.Reflection;
using MassTransit;

namespace CCHC.Testing;

/// <summary>A second participant on the service's virtual host: publishes what other services would and remembers what the service publishes.</summary>
public sealed class EventObserver : IAsyncDisposable
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private static readonly MethodInfo ObserveMethod = typeof(EventObserver).GetMethod(nameof(Observe), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private readonly Lock _gate = new();
    private readonly List<(Guid MessageId, object Message)> _seen = [];
    private readonly IBusControl _bus;

    private EventObserver(Uri virtualHost, IReadOnlyCollection<Type> observed)
    {
        _bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(virtualHost);
            rabbit.ReceiveEndpoint("test-observer", endpoint =>
            {
                endpoint.Durable = false;
                endpoint.AutoDelete = true;
                endpoint.PrefetchCount = 500;
                foreach (var type in observed)
                {
                    ObserveMethod.MakeGenericMethod(type).Invoke(this, [endpoint]);
                }
            });
        });
    }

    /// <summary>Sees every event of the given types that is published from now on.</summary>
    public static async Task<EventObserver> StartAsync(Uri virtualHost, IReadOnlyCollection<Type> observed)
    {
        var observer = new EventObserver(virtualHost, observed);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await observer._bus.StartAsync(timeout.Token);
        return observer;
    }

    public async Task<Guid> PublishAsync<T>(T message, Guid? messageId = null)
        where T : class
    {
        var id = messageId ?? Guid.CreateVersion7();
        using var timeout = new CancellationTokenSource(DefaultTimeout);
        await _bus.Publish(message, context => context.MessageId = id, timeout.Token);
        return id;
    }

    /// <summary>Events of this type seen so far, each with its message id; an event delivered twice stands here twice.</summary>
    public IReadOnlyList<(Guid MessageId, T Message)> Seen<T>()
    {
        lock (_gate)
        {
            return [.. _seen.Where(seen => seen.Message is T).Select(seen => (seen.MessageId, (T)seen.Message))];
        }
    }

    /// <summary>The first such event, seen already or within the time.</summary>
    public async Task<T> FirstAsync<T>(Func<T, bool>? wanted = null, TimeSpan? timeout = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var seen = Seen<T>();
            foreach (var (_, message) in seen)
            {
                if (wanted is null || wanted(message))
                {
                    return message;
                }
            }

            if (clock.Elapsed > (timeout ?? DefaultTimeout))
            {
                throw new TimeoutException($"No such {typeof(T).Name} was published in time; {seen.Count} others of this type were.");
            }

            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await _bus.StopAsync(timeout.Token);
    }

    private void Observe<T>(IReceiveEndpointConfigurator endpoint)
        where T : class => endpoint.Handler<T>(context =>
        {
            lock (_gate)
            {
                _seen.Add((context.MessageId!.Value, context.Message));
            }

            return Task.CompletedTask;
        });
}
