using System.Diagnostics;
using System.Net;
using CCHC.ServiceDefaults.Messaging;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace CCHC.ServiceDefaults.Tests;

/// <summary>What outbox, inbox and retries promise, on real servers.</summary>
public sealed class MessagingTests(TestServers servers) : IAsyncLifetime
{
    private string _database = "";
    private Uri _virtualHost = new("amqp://localhost");
    private EventObserver _events = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await NotesService.CreateDatabaseAsync(servers);
        _virtualHost = await servers.CreateVirtualHostAsync("notes");
        _events = await EventObserver.StartAsync(_virtualHost, [typeof(NoteAdded), typeof(NoteSeen)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        await servers.DeleteVirtualHostAsync(_virtualHost);
        await servers.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task A_change_and_its_event_leave_together()
    {
        await using var service = await NotesService.StartAsync(_database, _virtualHost);
        var note = Guid.NewGuid();
        Assert.Equal(HttpStatusCode.Created, (await service.AddNoteAsync(note)).StatusCode);
        await _events.FirstAsync<NoteAdded>(x => x.NoteId == note);
        await Eventually.Is(() => service.EffectsAsync(note), count => count == 1);
        await Eventually.Is(service.WaitingEventsAsync, count => count == 0);
    }

    [Fact]
    public async Task A_queue_that_nobody_has_read_for_three_checks_in_a_row_is_noticed_and_one_that_is_read_is_not()
    {
        await using var service = await NotesService.StartAsync(_database, _virtualHost);
        var watch = service.ConsumerWatch;
        var read = watch.QueuesSaidToBeRead();
        Assert.Contains("notes-note-added", read);
        Assert.Equal([false, false, false], await CheckAsync(read, 3));

        await using var connection = await new ConnectionFactory { Uri = _virtualHost }.CreateConnectionAsync(TestContext.Current.CancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        await channel.QueueDeclareAsync("nobody", durable: true, exclusive: false, autoDelete: false, cancellationToken: TestContext.Current.CancellationToken);
        string[] all = [.. read, "nobody"];
        Assert.Equal([false, false], await CheckAsync(all, 2));
        var tag = await channel.BasicConsumeAsync("nobody", autoAck: false, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel), TestContext.Current.CancellationToken);
        Assert.Equal([false], await CheckAsync(all, 1));
        await channel.BasicCancelAsync(tag, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([false, false, true], await CheckAsync(all, 3));

        async Task<List<bool>> CheckAsync(IReadOnlyCollection<string> queues, int times)
        {
            var answers = new List<bool>();
            while (answers.Count < times)
            {
                answers.Add(await watch.IsAbandonedAsync(queues, TestContext.Current.CancellationToken));
            }

            return answers;
        }
    }

    [Fact]
    public async Task An_event_is_not_sent_when_its_change_cannot_be_saved()
    {
        await using var service = await NotesService.StartAsync(_database, _virtualHost);
        var (note, later) = (Guid.NewGuid(), Guid.NewGuid());
        await service.AddNoteAsync(note);
        Assert.Equal(HttpStatusCode.Conflict, (await service.AddNoteAsync(note)).StatusCode); // the key is taken
        await service.AddNoteAsync(later);

        // Both events of the first note would stand before this one in the outbox.
        await _events.FirstAsync<NoteAdded>(x => x.NoteId == later);
        Assert.Single(_events.Seen<NoteAdded>(), seen => seen.Message.NoteId == note);
        await Eventually.Is(service.WaitingEventsAsync, count => count == 0);
    }

    [Fact]
    public async Task A_message_delivered_many_times_takes_effect_once()
    {
        await using var service = await NotesService.StartAsync(_database, _virtualHost);
        var (messageId, note, later) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _events.PublishAsync(new NoteAdded { NoteId = note }, messageId)));
        await Eventually.Is(() => service.EffectsAsync(note), count => count == 1);
        await _events.PublishAsync(new NoteAdded { NoteId = note }, messageId);
        await _events.PublishAsync(new NoteAdded { NoteId = later });
        await Eventually.Is(() => service.EffectsAsync(later), count => count == 1);
        await service.StopAsync();

        Assert.Equal(1, await service.EffectsAsync(note));
        Assert.Equal(0U, await MessagesInAsync("notes-note-added"));
        await Assert.ThrowsAsync<OperationInterruptedException>(() => MessagesInAsync("notes-note-added_skipped")); // not kept anywhere: there is no such queue
        Assert.Equal(2, NoteAddedConsumer.AttemptsFor(note) + NoteAddedConsumer.AttemptsFor(later));
    }

    [Fact]
    public async Task A_consumer_that_fails_twice_and_then_succeeds_takes_effect_once()
    {
        await using var service = await NotesService.StartAsync(_database, _virtualHost);
        var note = Guid.NewGuid();
        await _events.PublishAsync(new NoteAdded { NoteId = note, Failures = 2 });

        await _events.FirstAsync<NoteSeen>(x => x.NoteId == note);
        Assert.Equal(3, NoteAddedConsumer.AttemptsFor(note));
        Assert.Equal(1, await service.EffectsAsync(note));
        await Eventually.Is(service.WaitingEventsAsync, count => count == 0);
        Assert.Single(_events.Seen<NoteSeen>(), seen => seen.Message.NoteId == note);
    }

    [Fact]
    public async Task A_message_about_something_that_is_gone_is_dropped_even_when_it_comes_while_that_is_being_deleted()
    {
        await using var service = await NotesService.StartAsync(_database, _virtualHost);
        var (note, other, copy) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await service.ReadAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await db.CloseInboxAsync(note, TestContext.Current.CancellationToken);
            await _events.PublishAsync(new NoteAdded { NoteId = note });
            await Eventually.Is(WaitingForTheInboxAsync, count => count == 1);
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            return 0;
        });
        await Eventually.Is(() => service.ReadAsync(db => db.Set<InboxMessage>().CountAsync()), count => count == 1);

        await _events.PublishAsync(new NoteAdded { NoteId = note }, copy);
        await _events.PublishAsync(new NoteAdded { NoteId = note }, copy);
        await _events.PublishAsync(new NoteAdded { NoteId = other });
        await Eventually.Is(() => service.EffectsAsync(other), count => count == 1);
        await Eventually.Is(() => service.ReadAsync(db => db.Set<InboxMessage>().CountAsync()), count => count == 3);
        await service.StopAsync();

        Assert.Equal((0, 0), (await service.EffectsAsync(note), NoteAddedConsumer.AttemptsFor(note)));
        Assert.Equal(0U, await MessagesInAsync("notes-note-added"));
        await Assert.ThrowsAsync<OperationInterruptedException>(() => MessagesInAsync("notes-note-added_skipped")); // not kept anywhere: there is no such queue
    }

    [Fact]
    public async Task Two_relays_at_once_publish_each_event_once()
    {
        const int Events = 1_500;
        var first = await NotesService.StartAsync(_database, _virtualHost);
        var second = await NotesService.StartAsync(_database, _virtualHost);
        await using (first)
        await using (second)
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Events), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken },
                async (i, _) => (await (i % 2 == 0 ? first : second).AddNoteAsync(Guid.NewGuid())).EnsureSuccessStatusCode());

            await Eventually.Is(() => Task.FromResult(_events.Seen<NoteSeen>().Count), count => count >= Events, TimeSpan.FromSeconds(60));
            await Eventually.Is(first.WaitingEventsAsync, count => count == 0);
            await first.StopAsync();
            await second.StopAsync();
            Assert.Equal((Events, Events), Count<NoteAdded>());
            Assert.Equal((Events, Events), Count<NoteSeen>());
            Assert.Equal(Events, await first.ReadAsync(db => db.Effects.CountAsync()));
        }
    }

    [Fact]
    public async Task After_a_restore_of_the_database_what_was_sent_and_not_received_is_sent_again_and_what_was_received_counts_once()
    {
        var (received, lost) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var before = await NotesService.StartAsync(_database, _virtualHost))
        {
            await before.AddNoteAsync(received);
            await before.AddNoteAsync(lost);
            await Eventually.Is(() => before.EffectsAsync(lost), count => count == 1);
            await Eventually.Is(() => before.EffectsAsync(received), count => count == 1);
            await _events.FirstAsync<NoteSeen>(x => x.NoteId == lost);
            await Eventually.Is(before.WaitingEventsAsync, count => count == 0);

            // As a restore to the moment before it was received would leave it.
            var ofLost = _events.Seen<NoteAdded>().Single(seen => seen.Message.NoteId == lost).MessageId;
            await before.ReadAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM inbox_message WHERE message_id = {ofLost}"));
            await before.ReadAsync(db => db.Effects.Where(effect => effect.NoteId == lost).ExecuteDeleteAsync());
            Assert.Equal(0, await before.ReadAsync(db => SentEvents.SendAgainAfterRestoreAsync(db)));
            await before.StopAsync();
            Assert.Equal(4, await before.ReadAsync(async db =>
            {
                await db.Database.ExecuteSqlAsync($"UPDATE outbox_timeline SET timeline = '00000000'");
                return await SentEvents.SendAgainAfterRestoreAsync(db);
            }));
            Assert.Equal(4, await before.WaitingEventsAsync()); // two notes, each added and seen
            Assert.Equal(0, await before.ReadAsync(db => SentEvents.SendAgainAfterRestoreAsync(db)));
        }

        await using var after = await NotesService.StartAsync(_database, _virtualHost);
        await Eventually.Is(() => after.EffectsAsync(lost), count => count == 1);
        await Eventually.Is(after.WaitingEventsAsync, count => count == 0);
        await Eventually.Is(() => MessagesInAsync("notes-note-added"), count => count == 0);
        await after.StopAsync();
        Assert.Equal((1, 1), (await after.EffectsAsync(received), await after.EffectsAsync(lost)));
    }

    [Fact]
    public async Task The_trace_of_the_request_goes_through_outbox_and_broker_to_the_consumer()
    {
        await using var service = await NotesService.StartAsync(_database, _virtualHost);
        var (note, trace) = (Guid.NewGuid(), ActivityTraceId.CreateRandom());
        service.Http.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        await service.AddNoteAsync(note);
        await Eventually.Is(() => service.EffectsAsync(note), count => count == 1);
        Assert.Equal(trace.ToString(), await service.ReadAsync(db => db.Effects.Where(effect => effect.NoteId == note).Select(effect => effect.TraceId).SingleAsync()));
    }

    [Fact]
    public async Task While_the_broker_is_away_requests_succeed_and_their_events_arrive_when_it_is_back()
    {
        await using var own = new NativeServers();
        var broker = await own.StartRabbitMQAsync();
        await using var service = await NotesService.StartAsync(_database, new Uri(broker.ConnectionString));
        var before = Guid.NewGuid();
        await service.AddNoteAsync(before);
        await Eventually.Is(() => service.EffectsAsync(before), count => count == 1);
        await Eventually.Is(service.WaitingEventsAsync, count => count == 0);

        // RabbitMQ 3.10 loses a quorum queue for good when it is killed within the first moments of the queue's life.
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await broker.KillAsync();
        var notes = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToList();
        foreach (var note in notes)
        {
            var clock = Stopwatch.StartNew();
            Assert.Equal(HttpStatusCode.Created, (await service.AddNoteAsync(note)).StatusCode);
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"The request took {clock.Elapsed}.");
        }

        Assert.Equal(notes.Count, await service.WaitingEventsAsync());
        var ready = await service.Http.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        await broker.StartAsync();
        await Eventually.Is(
            () => service.ReadAsync(db => db.Effects.CountAsync(effect => notes.Contains(effect.NoteId))), count => count == notes.Count, TimeSpan.FromSeconds(120));
        await Eventually.Is(service.WaitingEventsAsync, count => count == 0);
    }

    [Fact]
    public async Task While_the_database_is_away_a_message_waits_and_takes_effect_when_it_is_back()
    {
        await using var own = new NativeServers();
        var postgres = await own.StartPostgresAsync(durable: true);
        var database = postgres.ConnectionString + ";Database=notes";
        await NotesService.PrepareDatabaseAsync(database);
        await using var service = await NotesService.StartAsync(database, _virtualHost);

        await postgres.KillAsync();
        var note = Guid.NewGuid();
        await _events.PublishAsync(new NoteAdded { NoteId = note });
        await Task.Delay(TimeSpan.FromSeconds(8), TestContext.Current.CancellationToken); // longer than the retries of a message that fails by itself
        await postgres.StartAsync();

        await Eventually.Is(() => service.EffectsAsync(note), count => count == 1, TimeSpan.FromSeconds(60));
        await _events.FirstAsync<NoteSeen>(x => x.NoteId == note);
        Assert.Equal(1, NoteAddedConsumer.AttemptsFor(note));
    }

    private (int Deliveries, int Distinct) Count<T>()
    {
        var seen = _events.Seen<T>();
        return (seen.Count, seen.DistinctBy(x => x.MessageId).Count());
    }

    private async Task<long> WaitingForTheInboxAsync()
    {
        await using var database = NpgsqlDataSource.Create(_database);
        await using var command = database.CreateCommand(
            "SELECT count(*) FROM pg_locks WHERE relation = 'inbox_message'::regclass AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<uint> MessagesInAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = _virtualHost }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }
}
