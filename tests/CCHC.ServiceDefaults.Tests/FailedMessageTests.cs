using System.Net;
using System.Text;
using System.Text.Json;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.FailedMessages;
using CCHC.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Xunit;

namespace CCHC.ServiceDefaults.Tests;

/// <summary>What becomes of a message that its consumer cannot deal with, on real servers.</summary>
public sealed class FailedMessageTests(TestServers servers) : IAsyncLifetime
{
    private const string Consumer = "notes-note-added";

    /// <summary>The attempts that a message has before it is put aside.</summary>
    private const int Attempts = 7;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private string _database = "";
    private Uri _virtualHost = new("amqp://localhost");
    private EventObserver _events = null!;
    private NotesService _service = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await NotesService.CreateDatabaseAsync(servers);
        _virtualHost = await servers.CreateVirtualHostAsync("notes");
        _service = await NotesService.StartAsync(_database, _virtualHost);
        _events = await EventObserver.StartAsync(_virtualHost, []);
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        await _service.DisposeAsync();
        await servers.DeleteVirtualHostAsync(_virtualHost);
        await servers.DropDatabaseAsync(_database);
    }

    [Fact]
    public async Task A_message_that_cannot_be_dealt_with_stands_aside_with_its_cause_and_holds_up_no_other()
    {
        var (poison, good) = (Guid.NewGuid(), Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToList());
        var id = await _events.PublishAsync(new NoteAdded { NoteId = poison, Failures = Attempts });
        foreach (var note in good)
        {
            await _events.PublishAsync(new NoteAdded { NoteId = note });
        }

        await Eventually.Is(() => _service.ReadAsync(db => db.Effects.CountAsync(effect => good.Contains(effect.NoteId))), count => count == good.Count, TimeSpan.FromSeconds(4));
        var failed = await WaitingAsync(1);
        Assert.Equal(
            (Consumer, id, "NoteAdded", "System.InvalidOperationException", "The consumer fails as the test asked.", 1),
            (failed[0].Consumer, failed[0].MessageId, failed[0].Type, failed[0].Exception, failed[0].Cause, failed[0].Failures));
        Assert.Equal(32, failed[0].Trace?.Length);
        Assert.Equal((Attempts, 0, 0L), (NoteAddedConsumer.AttemptsFor(poison), await _service.EffectsAsync(poison), await _service.WaitingEventsAsync()));
        await Eventually.Is(MessagesInQueueAsync, count => count == 0);
        await Assert.ThrowsAsync<OperationInterruptedException>(() => MessagesInAsync(Consumer + "_error")); // where nobody would look for it

        var (_, counted) = await _service.AskAsync(HttpMethod.Get, "/queues", "auditor");
        var queue = Assert.Single(counted.GetProperty("items").EnumerateArray());
        Assert.Equal((Consumer, 1, "The consumer fails as the test asked."), (queue.GetProperty("consumer").GetString(), queue.GetProperty("count").GetInt32(), queue.GetProperty("causes")[0].GetProperty("text").GetString()));
        var (_, listed) = await _service.AskAsync(HttpMethod.Get, "?cause=as%20the%20test");
        Assert.Equal((1, id), (listed.GetProperty("total").GetInt32(), listed.GetProperty("items")[0].GetProperty("id").GetGuid()));
        Assert.Equal(0, (await _service.AskAsync(HttpMethod.Get, "?cause=khac")).Body.GetProperty("total").GetInt32());
        Assert.Equal(0, (await _service.AskAsync(HttpMethod.Get, "?consumer=notes-other")).Body.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Sent_again_it_takes_effect_once_and_the_audit_names_who_sent_it()
    {
        var (note, id) = await FailAsync(Attempts);
        var path = $"/{Consumer}/{id}/redelivery";
        Assert.Equal((HttpStatusCode.OK, 1), Messages(await _service.AskAsync(HttpMethod.Post, path)));
        await Eventually.Is(() => _service.EffectsAsync(note), count => count == 1);
        var (status, problem) = await _service.AskAsync(HttpMethod.Post, path);
        Assert.Equal((HttpStatusCode.Conflict, "failed-message.sent-again"), (status, problem.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/{Guid.NewGuid()}/redelivery")).Status);

        Assert.Equal(0, (await _service.AskAsync(HttpMethod.Get, "")).Body.GetProperty("total").GetInt32());
        Assert.Equal("Lê Quản Trị", (await _service.AskAsync(HttpMethod.Get, "?state=SentAgain")).Body.GetProperty("items")[0].GetProperty("decidedBy").GetString());
        Assert.Equal([[$"{HeaderAuthentication.Person}", "quantri", "SendAgain", "SentAgain", ""]], await DecisionsAsync(id));
        await Eventually.Is(_service.WaitingEventsAsync, count => count == 0);
        Assert.Equal((1, Attempts + 1), (await _service.EffectsAsync(note), NoteAddedConsumer.AttemptsFor(note)));
    }

    [Fact]
    public async Task What_fails_again_waits_again_and_says_how_often()
    {
        var (note, id) = await FailAsync(2 * Attempts);
        await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/{id}/redelivery");
        await Eventually.Is(async () => (await FailedAsync()).Single(), failed => failed is { Failures: 2, State: FailedMessageState.Waiting }, Patience);
        Assert.Equal(1, (await _service.AskAsync(HttpMethod.Get, "")).Body.GetProperty("total").GetInt32());
        Assert.Equal((HttpStatusCode.OK, 1), Messages(await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/{id}/redelivery")));
        await Eventually.Is(() => _service.EffectsAsync(note), count => count == 1);
    }

    [Fact]
    public async Task It_is_discarded_for_a_reason_only_and_can_still_be_sent_again_afterwards()
    {
        var (note, id) = await FailAsync(Attempts);
        var path = $"/{Consumer}/{id}";
        var (status, problem) = await _service.AskAsync(HttpMethod.Post, path + "/removal", body: new { reason = " " });
        Assert.Equal((HttpStatusCode.BadRequest, "Cần ghi lý do loại bỏ."), (status, problem.GetProperty("errors").GetProperty("reason")[0].GetString()));
        Assert.Equal((HttpStatusCode.OK, 1), Messages(await _service.AskAsync(HttpMethod.Post, path + "/removal", body: new { reason = "Đơn vị đã giải thể" })));
        Assert.Equal(HttpStatusCode.Conflict, (await _service.AskAsync(HttpMethod.Post, path + "/removal", body: new { reason = "lần nữa" })).Status);
        Assert.Equal(0, (await _service.AskAsync(HttpMethod.Get, "")).Body.GetProperty("total").GetInt32());
        Assert.Equal("Đơn vị đã giải thể", (await _service.AskAsync(HttpMethod.Get, "?state=Discarded")).Body.GetProperty("items")[0].GetProperty("reason").GetString());
        Assert.Equal((0, Attempts), (await _service.EffectsAsync(note), NoteAddedConsumer.AttemptsFor(note)));

        Assert.Equal((HttpStatusCode.OK, 1), Messages(await _service.AskAsync(HttpMethod.Post, path + "/redelivery")));
        await Eventually.Is(() => _service.EffectsAsync(note), count => count == 1);
        Assert.Equal(
            [[$"{HeaderAuthentication.Person}", "quantri", "Discard", "Discarded", "Đơn vị đã giải thể"], [$"{HeaderAuthentication.Person}", "quantri", "SendAgain", "SentAgain", ""]],
            await DecisionsAsync(id));
    }

    [Fact]
    public async Task All_of_a_queue_are_those_that_were_counted_and_none_that_failed_since()
    {
        var first = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PublishAsync(Attempts)));
        await WaitingAsync(3);
        var until = (await _service.AskAsync(HttpMethod.Get, "/queues")).Body.GetProperty("at").GetDateTimeOffset();
        var later = await PublishAsync(1000);
        await WaitingAsync(4);

        Assert.Equal((HttpStatusCode.OK, 3), Messages(await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/redelivery", body: new { until })));
        await Eventually.Is(async () => (await Task.WhenAll(first.Select(x => _service.EffectsAsync(x.Note)))).Sum(), count => count == 3);
        Assert.Equal((HttpStatusCode.BadRequest, 0), Messages(await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/removal", body: new { until })));
        Assert.Equal((HttpStatusCode.OK, 0), Messages(await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/removal", body: new { until, reason = "cũ" })));
        Assert.Equal((HttpStatusCode.OK, 1), Messages(await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/removal", body: new { until = DateTimeOffset.UtcNow, reason = "thử" })));
        Assert.Equal(["DiscardAll", "SendAllAgain", "SendAllAgain", "SendAllAgain"], (await PsqlAsync(DecisionsSql)).Select(row => row[3]).Order(StringComparer.Ordinal));
        Assert.Equal(FailedMessageState.Discarded, (await FailedAsync()).Single(failed => failed.MessageId == later.Id).State);
    }

    [Fact]
    public async Task What_nobody_can_read_stands_aside_too_byte_by_byte()
    {
        byte[] garbage = [0xff, 0x00, .. "{không phải JSON"u8];
        await using (var connection = await new ConnectionFactory { Uri = _virtualHost }.CreateConnectionAsync(Cancelled))
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancelled);
            await channel.BasicPublishAsync("", Consumer, mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json" }, garbage, Cancelled);
        }

        var failed = Assert.Single(await WaitingAsync(1));
        Assert.Null(failed.Type);
        Assert.Equal(garbage, failed.Body);
        Assert.Equal(JsonValueKind.Null, (await ContentAsync(failed.MessageId, "system-admin")).GetProperty("content").ValueKind);
        await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/{failed.MessageId}/redelivery");
        Assert.Equal(garbage, (await Eventually.Is(async () => (await FailedAsync()).Single(), again => again is { Failures: 2, State: FailedMessageState.Waiting }, Patience)).Body);
        Assert.Equal(HttpStatusCode.OK, (await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/{failed.MessageId}/removal", body: new { reason = "không đọc được" })).Status);
    }

    [Fact]
    public async Task The_administrator_decides_without_reading_and_the_auditor_reads_without_deciding()
    {
        var (note, id) = await FailAsync(1000);
        var whole = await ContentAsync(id, "auditor");
        Assert.True(whole.GetProperty("complete").GetBoolean());
        using (var content = JsonDocument.Parse(whole.GetProperty("content").GetString()!))
        {
            Assert.Equal((note, 1000), (content.RootElement.GetProperty("noteId").GetGuid(), content.RootElement.GetProperty("failures").GetInt32()));
        }

        Assert.Equal([["auditor", "GetFailedMessage"]], await PsqlAsync($"SELECT 'auditor', action FROM audit.entry WHERE table_name = 'failed_message' AND operation = 'R' AND key ->> 'id' = '{id}'"));
        foreach (var roles in (string[])["system-admin", "auditor,appraiser"])
        {
            var part = await ContentAsync(id, roles);
            Assert.False(part.GetProperty("complete").GetBoolean());
            Assert.Contains(note.ToString(), part.GetProperty("content").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("1000", part.GetProperty("content").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/{id}/redelivery", "auditor")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/{id}/removal", "auditor", new { reason = "x" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/redelivery", "auditor", new { until = DateTimeOffset.UtcNow })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _service.AskAsync(HttpMethod.Get, "", "home-affairs")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _service.AskAsync(HttpMethod.Get, "", "auditor", area: Guid.NewGuid().ToString())).Status);
        Assert.Equal(FailedMessageState.Waiting, (await FailedAsync()).Single().State);
    }

    [Fact]
    public async Task A_service_that_dies_while_it_puts_a_message_aside_neither_loses_it_nor_has_it_twice()
    {
        await using (var held = new NpgsqlConnection(_database))
        {
            await held.OpenAsync(Cancelled);
            await using var transaction = await held.BeginTransactionAsync(Cancelled);
            await ExecuteAsync(held, "LOCK TABLE failed_message IN EXCLUSIVE MODE");
            var (note, id) = await PublishAsync(2 * Attempts);
            await Eventually.Is(() => PsqlAsync(WaitingForTheTable), waiting => waiting.Count == 1, Patience);

            // Dead before the row is written: both connections break.
            await ExecuteAsync(held, "SELECT pg_terminate_backend(pid) FROM (" + WaitingForTheTable + ") AS waiting (pid)");
            await Eventually.Is(() => Task.FromResult(NoteAddedConsumer.AttemptsFor(note)), attempts => attempts == 2 * Attempts, Patience);
            await Eventually.Is(() => PsqlAsync(WaitingForTheTable), waiting => waiting.Count == 1, Patience);

            // Dead after the row is written and before the broker hears of it.
            await Eventually.Is(() => servers.BreakConnectionsAsync(_virtualHost), count => count > 0, Patience);
            await transaction.CommitAsync(Cancelled);
            await Eventually.Is(() => _service.EffectsAsync(note), count => count == 1, Patience); // it came again, and this time it was dealt with
            var failed = Assert.Single(await FailedAsync());
            Assert.Equal((id, 1), (failed.MessageId, failed.Failures));
        }

        // Nobody has to decide about it any more; who does all the same does no harm.
        Assert.Equal(0, (await _service.AskAsync(HttpMethod.Get, "")).Body.GetProperty("total").GetInt32());
        Assert.Equal(0, (await _service.AskAsync(HttpMethod.Get, "/queues")).Body.GetProperty("items").GetArrayLength());
        await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/redelivery", body: new { until = DateTimeOffset.UtcNow });
        await Eventually.Is(_service.WaitingEventsAsync, count => count == 0);
        await Eventually.Is(MessagesInQueueAsync, count => count == 0);
        Assert.Equal(1, await _service.ReadAsync(db => db.Effects.CountAsync()));
    }

    [Fact]
    public async Task A_service_that_dies_between_the_decision_and_the_broker_sends_the_message_when_it_is_back()
    {
        var (note, id) = await FailAsync(Attempts);
        await _service.StopAsync();
        await _service.ReadAsync(db => SendAgain.SendAsync(db, Consumer, id, DateTimeOffset.UtcNow, new CurrentUser(new HttpContextAccessor()), TimeProvider.System, Cancelled));
        Assert.Equal((1L, 0), (await _service.WaitingEventsAsync(), await _service.EffectsAsync(note)));

        await using var again = await NotesService.StartAsync(_database, _virtualHost);
        await Eventually.Is(() => again.EffectsAsync(note), count => count == 1, Patience);
        await Eventually.Is(again.WaitingEventsAsync, count => count == 0);
    }

    [Fact]
    public async Task A_service_that_dies_after_the_broker_has_it_sends_it_again_and_it_takes_effect_once()
    {
        var (note, id) = await FailAsync(Attempts);
        await using (var held = new NpgsqlConnection(_database))
        {
            await held.OpenAsync(Cancelled);
            await using var transaction = await held.BeginTransactionAsync(Cancelled);
            await ExecuteAsync(held, "LOCK TABLE outbox_sent IN EXCLUSIVE MODE");
            await _service.AskAsync(HttpMethod.Post, $"/{Consumer}/{id}/redelivery");
            await Eventually.Is(() => _service.EffectsAsync(note), count => count == 1);
            Assert.Equal(1, await _service.ReadAsync(db => db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM outbox_message WHERE type = {Redelivery.Type}").SingleAsync()));
            await Eventually.Is(() => PsqlAsync("SELECT pid FROM pg_locks WHERE relation = 'outbox_sent'::regclass AND NOT granted"), waiting => waiting.Count > 0);
            await ExecuteAsync(held, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = 'outbox_sent'::regclass AND NOT granted");
        }

        await Eventually.Is(_service.WaitingEventsAsync, count => count == 0);
        await Eventually.Is(MessagesInQueueAsync, count => count == 0);
        Assert.Equal((1, Attempts + 1), (await _service.EffectsAsync(note), NoteAddedConsumer.AttemptsFor(note)));
    }

    [Fact]
    public async Task What_is_sent_to_a_consumer_that_is_no_longer_there_comes_back()
    {
        var (_, id) = await FailAsync(Attempts);
        await ExecuteAsync("UPDATE failed_message SET consumer = 'notes-former'");
        Assert.Equal(HttpStatusCode.OK, (await _service.AskAsync(HttpMethod.Post, $"/notes-former/{id}/redelivery")).Status);
        await Eventually.Is(async () => (await FailedAsync()).Single(), failed => failed is { Cause: "notes-former no longer exists.", State: FailedMessageState.Waiting }, Patience);
        await Eventually.Is(_service.WaitingEventsAsync, count => count == 0);
    }

    private const string WaitingForTheTable = "SELECT pid FROM pg_locks WHERE relation = 'failed_message'::regclass AND NOT granted";

    private const string DecisionsSql =
        "SELECT key ->> 'message_id', actor, actor_name, action, after ->> 'state', coalesce(reason, '') FROM audit.entry WHERE table_name = 'failed_message' AND operation = 'U' AND actor IS NOT NULL ORDER BY id";

    private static (HttpStatusCode Status, int Messages) Messages((HttpStatusCode Status, JsonElement Body) answer) =>
        (answer.Status, answer.Body.TryGetProperty("messages", out var messages) ? messages.GetInt32() : 0);

    private async Task<JsonElement> ContentAsync(Guid id, string roles)
    {
        var (status, body) = await _service.AskAsync(HttpMethod.Get, $"/{Consumer}/{id}", roles);
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    private async Task<(Guid Note, Guid Id)> PublishAsync(int failures)
    {
        var note = Guid.NewGuid();
        return (note, await _events.PublishAsync(new NoteAdded { NoteId = note, Failures = failures }));
    }

    private async Task<(Guid Note, Guid Id)> FailAsync(int failures)
    {
        var published = await PublishAsync(failures);
        await WaitingAsync(1);
        return published;
    }

    private Task<List<FailedMessage>> FailedAsync() => _service.ReadAsync(db => db.Set<FailedMessage>().AsNoTracking().ToListAsync());

    private Task<List<FailedMessage>> WaitingAsync(int count) =>
        Eventually.Is(async () => (await FailedAsync()).FindAll(failed => failed.State == FailedMessageState.Waiting), failed => failed.Count == count, Patience);

    private async Task<List<string[]>> DecisionsAsync(Guid id) => [.. (await PsqlAsync(DecisionsSql)).Where(row => row[0] == id.ToString()).Select(row => row[1..])];

    private async Task<List<string[]>> PsqlAsync(string query)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(Cancelled))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.GetValue(column).ToString()!)]);
        }

        return rows;
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Cancelled);
        await ExecuteAsync(connection, statement);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private Task<uint> MessagesInQueueAsync() => MessagesInAsync(Consumer);

    private async Task<uint> MessagesInAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = _virtualHost }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }
}
