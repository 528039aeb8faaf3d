using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CCHC.Testing.Installations;
using RabbitMQ.Client;

namespace CCHC.Chaos.Faults;

/// <summary>The broker as somebody sees it who may read and send everything: what was sent, to whom it goes, what failed.</summary>
public sealed class Deliveries(Installation system)
{
    private const string Copies = "chaos-copies";
    private const string Events = "CCHC.Contracts.";
    private const int MostDuplicates = 150;

    private ILookup<string, string> _consumers = Array.Empty<string>().ToLookup(x => x, StringComparer.Ordinal);

    /// <summary>An envelope as it was on its way.</summary>
    private sealed record Envelope(string Exchange, BasicProperties Properties, byte[] Body);

    /// <summary>Reads who consumes what and lets every event leave a copy.</summary>
    public async Task StartAsync()
    {
        var bindings = await ManagementAsync("/api/bindings");
        _consumers = bindings.EnumerateArray()
            .Where(binding => binding.GetProperty("source").GetString()!.StartsWith(Events, StringComparison.Ordinal) && binding.GetProperty("destination_type").GetString() == "exchange")
            .ToLookup(binding => binding.GetProperty("source").GetString()!, binding => binding.GetProperty("destination").GetString()!, StringComparer.Ordinal);
        await using var connection = await ConnectAsync();
        await using var channel = await ChannelAsync(connection);
        await channel.QueueDeclareAsync(Copies, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" });
        foreach (var exchange in _consumers.Select(events => events.Key))
        {
            await channel.QueueBindAsync(Copies, exchange, routingKey: "");
        }
    }

    /// <summary>The queues to which an event of this type goes; its name as the outbox keeps it.</summary>
    public IEnumerable<string> ConsumersOf(string outboxType)
    {
        var name = outboxType.Split(',')[0];
        var dot = name.LastIndexOf('.');
        return _consumers[$"{name[..dot]}:{name[(dot + 1)..]}"];
    }

    public async Task ForgetAsync()
    {
        await using var connection = await ConnectAsync();
        await using var channel = await ChannelAsync(connection);
        await channel.QueuePurgeAsync(Copies);
    }

    /// <summary>Delivers copies of what was sent so far, shuffled. Returns how many.</summary>
    public async Task<int> DuplicateAsync(Random random)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await ChannelAsync(connection);
        var sent = await TakeAsync(channel, Copies);
        var again = sent.SelectMany(envelope => _consumers[envelope.Exchange].Select(queue => (Queue: queue, Envelope: envelope))).ToArray();
        random.Shuffle(again);
        foreach (var (queue, envelope) in again.Take(MostDuplicates))
        {
            await channel.BasicPublishAsync("", queue, mandatory: true, envelope.Properties, envelope.Body);
        }

        return Math.Min(again.Length, MostDuplicates);
    }

    /// <summary>Takes what waits for a service and hands it back in another order, every third one twice. Returns how many waited.</summary>
    public async Task<int> ReorderAsync(string service, Random random)
    {
        await using var connection = await ConnectAsync();
        await using var channel = await ChannelAsync(connection);
        var count = 0;
        foreach (var queue in _consumers.SelectMany(queues => queues).Where(queue => queue.StartsWith(service + "-", StringComparison.Ordinal)))
        {
            // Only when the others are safe again are they given up here: should the broker die meanwhile, it delivers these.
            var waiting = (await TakeAsync(channel, queue, acknowledge: false)).ToArray();
            random.Shuffle(waiting);
            foreach (var (index, envelope) in waiting.Index())
            {
                for (var times = index % 3 == 0 ? 2 : 1; times > 0; times--)
                {
                    await channel.BasicPublishAsync("", queue, mandatory: true, envelope.Properties, envelope.Body);
                }
            }

            if (waiting.Length > 0)
            {
                await channel.BasicAckAsync(deliveryTag: 0, multiple: true);
            }

            count += waiting.Length;
        }

        return count;
    }

    /// <summary>Error queues that are not empty, and consumers' queues in which something still waits.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync()
    {
        await using var connection = await ConnectAsync();
        var left = new List<string>();
        foreach (var queue in _consumers.SelectMany(queues => queues).Distinct(StringComparer.Ordinal))
        {
            foreach (var name in (string[])[queue, queue + "_error", queue + "_skipped"])
            {
                await using var channel = await ChannelAsync(connection);
                try
                {
                    var found = await channel.QueueDeclarePassiveAsync(name);
                    if (found.MessageCount > 0)
                    {
                        left.Add($"{found.MessageCount} messages in {name}");
                    }
                }
                catch (RabbitMQ.Client.Exceptions.OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == 404)
                {
                    // Error queues come with the first error.
                }
            }
        }

        return left;
    }

    private static Task<IChannel> ChannelAsync(IConnection connection) => connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));

    private static async Task<List<Envelope>> TakeAsync(IChannel channel, string queue, bool acknowledge = true)
    {
        var taken = new List<Envelope>();
        while (await channel.BasicGetAsync(queue, autoAck: acknowledge) is { } message)
        {
            taken.Add(new Envelope(message.Exchange, new BasicProperties(message.BasicProperties), message.Body.ToArray()));
        }

        return taken;
    }

    private Task<IConnection> ConnectAsync() => new ConnectionFactory
    {
        Uri = new Uri(system.ConnectionString(Processes.RabbitMQ)), AutomaticRecoveryEnabled = false, RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        ContinuationTimeout = TimeSpan.FromSeconds(10),
    }.CreateConnectionAsync();

    private async Task<JsonElement> ManagementAsync(string path)
    {
        using var management = new HttpClient { BaseAddress = system.Resource(Processes.RabbitMQ).Urls[0] };
        management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(new Uri(system.ConnectionString(Processes.RabbitMQ)).UserInfo))));
        return JsonSerializer.Deserialize<JsonElement>(await management.GetStringAsync(new Uri(path, UriKind.Relative)));
    }
}
