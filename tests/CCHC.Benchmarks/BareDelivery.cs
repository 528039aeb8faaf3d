using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace CCHC.Benchmarks;

/// <summary>
/// The least that tells another process of a change and keeps it there: a persistent message, confirmed, through a quorum queue of the same
/// broker, then one row committed in the same PostgreSQL. No framework in between.
/// </summary>
public sealed class BareDelivery : IAsyncDisposable
{
    private const string Queue = "bench-yardstick";
    private const string Database = "bench_yardstick";

    private readonly IConnection _connection;
    private readonly IChannel _publishing;
    private readonly IChannel _consuming;
    private readonly NpgsqlDataSource _database;
    private readonly byte[] _body;
    private TaskCompletionSource<ulong> _received = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BareDelivery(IConnection connection, IChannel publishing, IChannel consuming, NpgsqlDataSource database, int bodySize) =>
        (_connection, _publishing, _consuming, _database, _body) = (connection, publishing, consuming, database, new byte[bodySize]);

    /// <param name="broker">Connection string.</param>
    /// <param name="postgres">Connection string of an administrator; a database is made for the rows.</param>
    /// <param name="bodySize">Bytes of the message.</param>
    public static async Task<BareDelivery> StartAsync(string broker, string postgres, int bodySize)
    {
        await using (var administrator = NpgsqlDataSource.Create(postgres + ";Database=postgres"))
        {
            await using var create = administrator.CreateCommand($"CREATE DATABASE {Database}");
            await create.ExecuteNonQueryAsync();
        }

        var database = NpgsqlDataSource.Create($"{postgres};Database={Database}");
        await using (var table = database.CreateCommand("CREATE TABLE delivery (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL)"))
        {
            await table.ExecuteNonQueryAsync();
        }

        var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        var publishing = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var consuming = await connection.CreateChannelAsync();
        var delivery = new BareDelivery(connection, publishing, consuming, database, bodySize);
        await consuming.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" });
        var consumer = new AsyncEventingBasicConsumer(consuming);
        consumer.ReceivedAsync += delivery.ReceiveAsync;
        await consuming.BasicConsumeAsync(Queue, autoAck: false, consumer);
        return delivery;
    }

    /// <summary>One delivery from publishing to commit.</summary>
    public async Task<TimeSpan> MeasureAsync()
    {
        _received = new TaskCompletionSource<ulong>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = TimeProvider.System.GetTimestamp();
        await _publishing.BasicPublishAsync(exchange: "", Queue, mandatory: true, new BasicProperties { Persistent = true }, _body);
        var tag = await _received.Task;
        await using var insert = _database.CreateCommand("INSERT INTO delivery (body) VALUES ($1)");
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = _body });
        await insert.ExecuteNonQueryAsync();
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        await _consuming.BasicAckAsync(tag, multiple: false);
        return elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _publishing.DisposeAsync();
        await _consuming.DisposeAsync();
        await _database.DisposeAsync();
    }

    private Task ReceiveAsync(object sender, BasicDeliverEventArgs delivered)
    {
        _received.TrySetResult(delivered.DeliveryTag);
        return Task.CompletedTask;
    }
}
