using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CCHC.ServiceDefaults.Auditing;
using CCHC.ServiceDefaults.Persistence;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Xunit;

namespace CCHC.ServiceDefaults.Tests;

/// <summary>What the audit promises, on a real server: the service writes as its own role, somebody else with psql as the owner.</summary>
public sealed class AuditTests(TestServers servers) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cchc-audit-").FullName;
    private string _database = "";
    private Uri _virtualHost = new("amqp://localhost");
    private NotesService _service = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await NotesService.CreateDatabaseAsync(servers);
        _virtualHost = await servers.CreateVirtualHostAsync("notes");
        _service = await NotesService.StartAsync(_database, _virtualHost, _folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await servers.DeleteVirtualHostAsync(_virtualHost);
        await servers.DropDatabaseAsync(_database);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_change_is_recorded_with_what_was_before_and_after_and_by_which_use_case()
    {
        var note = Guid.NewGuid();
        await _service.AddNoteAsync(note);
        await ChangeAsync(note, "hai", 1.50m, null);
        await _service.Http.DeleteAsync(new Uri($"/notes/{note}", UriKind.Relative), Cancelled);

        var entries = await Psql($"SELECT operation, coalesce(before::text, ''), coalesce(after::text, ''), action, written_by FROM audit.entry WHERE table_name = 'notes' AND key = '{{\"id\": \"{note}\"}}' ORDER BY id");
        Assert.Equal(3, entries.Count);
        Assert.Equal(["I", "", $"{{\"id\": \"{note}\", \"text\": \"\", \"points\": 0, \"telephone\": null}}", "POST /notes/{id:guid}", "cchc_notes"], entries[0]);
        Assert.Equal(["U", """{"text": "", "points": 0}""", """{"text": "hai", "points": 1.50}""", "ChangeNote", "cchc_notes"], entries[1]);
        Assert.Equal(["D", $"{{\"id\": \"{note}\", \"text\": \"hai\", \"points\": 1.50, \"telephone\": null}}", "", "DELETE /notes/{id:guid}", "cchc_notes"], entries[2]);
    }

    [Fact]
    public async Task Requests_that_share_a_connection_are_told_apart()
    {
        for (var i = 0; i < 20; i++)
        {
            await _service.AddNoteAsync(Guid.NewGuid());
        }

        Assert.Equal(["20", "20"], (await Psql("SELECT count(*), count(DISTINCT trace) FROM audit.entry WHERE table_name = 'notes'"))[0]);
    }

    [Fact]
    public async Task A_change_by_a_message_names_the_consumer_and_the_message()
    {
        var note = Guid.NewGuid();
        await _service.AddNoteAsync(note);
        await Eventually.Is(() => _service.EffectsAsync(note), count => count == 1);
        var action = Assert.Single(await Psql($"SELECT action FROM audit.entry WHERE table_name = 'effects' AND after ->> 'note_id' = '{note}'"))[0];
        var message = Assert.Single(await Psql("SELECT message_id, consumer FROM inbox_message WHERE consumer LIKE '%note-added'"));
        Assert.Equal($"{message[1]} {message[0]}", action);
    }

    [Fact]
    public async Task A_change_that_is_not_saved_is_not_recorded()
    {
        var note = Guid.NewGuid();
        await _service.AddNoteAsync(note);
        await _service.AddNoteAsync(note); // the key is taken
        Assert.Single(await Psql($"SELECT 1 FROM audit.entry WHERE key = '{{\"id\": \"{note}\"}}'"));
    }

    [Fact]
    public async Task Personal_data_is_recorded_as_a_digest_that_cannot_be_guessed()
    {
        var note = Guid.NewGuid();
        await _service.AddNoteAsync(note);
        await ChangeAsync(note, "", 0, "0912345678");
        var after = Assert.Single(await Psql($"SELECT after ->> 'telephone' FROM audit.entry WHERE operation = 'U' AND key = '{{\"id\": \"{note}\"}}'"))[0];
        Assert.StartsWith("sha256:", after, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("0912345678"u8)), after, StringComparison.Ordinal);
        Assert.Empty(await Psql("SELECT 1 FROM audit.entry AS e WHERE e::text LIKE '%0912345678%'"));
        Assert.Empty(await FindingsAsync());
        await Psql($"SET session_replication_role = replica; ALTER TABLE notes DISABLE TRIGGER audit; UPDATE notes SET telephone = '0999999999' WHERE id = '{note}'; ALTER TABLE notes ENABLE ALWAYS TRIGGER audit");
        Assert.Contains(note.ToString(), Assert.Single(await FindingsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_table_is_audited_unless_it_is_declared_not_to_be()
    {
        await using var db = Context();
        Assert.Equal(["effects", "failed_message", "inbox_tombstone", "notes"], AuditedTable.Of(db).Select(table => table.Name));
    }

    [Fact]
    public async Task A_row_changed_by_psql_is_named()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        await _service.AddNoteAsync(one);
        await _service.AddNoteAsync(other);
        Assert.Empty(await FindingsAsync());

        // The owner's change is recorded too, as his.
        await Psql($"UPDATE notes SET points = 9 WHERE id = '{one}'");
        var finding = Assert.Single(await FindingsAsync());
        Assert.StartsWith($"Bảng notes, hàng {{\"id\": \"{one}\"}}: bị sửa lúc ", finding, StringComparison.Ordinal);
        Assert.Contains(" bởi tài khoản cơ sở dữ liệu postgres, không phải bởi dịch vụ", finding, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_changed_while_recording_was_off_is_named_and_so_is_the_table()
    {
        var (changed, deleted, added) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await _service.AddNoteAsync(changed);
        await _service.AddNoteAsync(deleted);
        await Psql($"ALTER TABLE notes DISABLE TRIGGER audit; UPDATE notes SET points = 0.00 WHERE id = '{changed}'; DELETE FROM notes WHERE id = '{deleted}'; INSERT INTO notes (id, text, points) VALUES ('{added}', '', 0)");
        var findings = await FindingsAsync();
        Assert.Equal("Bảng notes: bộ ghi nhật ký đã bị tắt.", findings[0]);
        Assert.Contains($"Bảng notes, hàng {{\"id\": \"{changed}\"}}: khác với nhật ký, đã bị sửa ngoài hệ thống.", findings); // 0 and 0.00: another row, though the same number
        Assert.Contains($"Bảng notes, hàng {{\"id\": \"{deleted}\"}}: đã mất mà không có trong nhật ký.", findings);
        Assert.Contains($"Bảng notes, hàng {{\"id\": \"{added}\"}}: được thêm mà không có trong nhật ký.", findings);
        Assert.Equal(4, findings.Count);
        await Psql("ALTER TABLE notes ENABLE ALWAYS TRIGGER audit; DROP TRIGGER audit ON notes");
        Assert.Equal("Bảng notes: bộ ghi nhật ký đã bị gỡ.", (await FindingsAsync())[0]);

        // Starting anew brings the trigger back and does not wash the rows clean.
        await NotesService.PrepareDatabaseAsync(_database);
        Assert.Equal(6, (await FindingsAsync()).Count(finding => finding.Contains("hàng", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_changed_a_deleted_and_an_inserted_entry_of_the_audit_are_named()
    {
        foreach (var note in Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()))
        {
            await _service.AddNoteAsync(note);
        }

        await ChainedAsync();
        Assert.Empty(await FindingsAsync());
        var ids = (await Psql("SELECT id FROM audit.entry WHERE table_name = 'notes' ORDER BY id")).Select(row => row[0]).ToList();
        await Psql($"UPDATE audit.entry SET actor_name = 'người khác' WHERE id = {ids[1]}");
        await Psql($"DELETE FROM audit.entry WHERE id = {ids[3]}");
        await Psql("INSERT INTO audit.entry (table_name, key, operation, written_by, transaction, at) VALUES ('notes', '{\"id\": 1}', 'R', 'cchc_notes', '1', '2020-01-01')");
        var findings = await FindingsAsync();
        Assert.Contains(findings, finding => finding.StartsWith($"Nhật ký: mục {ids[1]} ", StringComparison.Ordinal) && finding.Contains("đã bị sửa", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.StartsWith($"Nhật ký: mục {ids[3]} ", StringComparison.Ordinal) && finding.Contains("đã bị xoá", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Contains("{\"id\": 1}", StringComparison.Ordinal) && finding.Contains("postgres, không phải bởi dịch vụ", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => finding.Contains(ids[0] + " (mắt", StringComparison.Ordinal) || finding.Contains(ids[4] + " (mắt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entry_slipped_into_the_past_and_entries_that_changed_places_are_named()
    {
        await _service.AddNoteAsync(Guid.NewGuid());
        await _service.AddNoteAsync(Guid.NewGuid());
        await ChainedAsync();
        Assert.Empty(await FindingsAsync());
        await Psql(
            """
            ALTER TABLE audit.entry DISABLE TRIGGER stamp;
            INSERT INTO audit.entry (table_name, key, operation, written_by, transaction, at) VALUES ('notes', '{"id": 7}', 'R', 'cchc_notes', '3', '2020-01-01');
            ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER stamp
            """);
        Assert.Contains("không nằm trong chuỗi", Assert.Single(await FindingsAsync()), StringComparison.Ordinal);
        await Psql("DELETE FROM audit.entry WHERE key = '{\"id\": 7}'");
        Assert.Empty(await FindingsAsync());
        await Psql("UPDATE audit.link SET entry_id = -entry_id WHERE position < 3; UPDATE audit.link SET entry_id = CASE position WHEN 1 THEN (SELECT -entry_id FROM audit.link WHERE position = 2) ELSE (SELECT -entry_id FROM audit.link WHERE position = 1) END WHERE position < 3");
        Assert.Equal(2, (await FindingsAsync()).Count);
    }

    [Fact]
    public async Task A_chain_that_was_computed_anew_from_a_changed_entry_on_contradicts_its_anchor()
    {
        await _service.AddNoteAsync(Guid.NewGuid());
        var anchors = Path.Combine(_folder, "notes.anchors");
        await Eventually.Is(() => Task.FromResult(File.Exists(anchors)), exists => exists);
        Assert.Empty(await FindingsAsync());
        await Psql("UPDATE audit.entry SET actor_name = 'người khác' WHERE id = (SELECT entry_id FROM audit.link WHERE position = 1)");
        await Psql("DELETE FROM audit.link; UPDATE audit.progress SET sealed_below = '0'; SELECT audit.seal(1000)");
        await ChainedAsync();
        Assert.Contains("không còn như khi ký", Assert.Single(await FindingsAsync()), StringComparison.Ordinal);

        var line = (await File.ReadAllTextAsync(anchors, Cancelled)).Split('.');
        var forged = JsonSerializer.Deserialize<Dictionary<string, object>>(System.Buffers.Text.Base64Url.DecodeFromChars(line[1]))!;
        forged["hash"] = (await Psql($"SELECT encode(hash, 'hex') FROM audit.link WHERE position = {forged["position"]}"))[0][0];
        line[1] = System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(forged));
        await File.WriteAllTextAsync(anchors, string.Join('.', line), Cancelled);
        Assert.Contains("không đúng chữ ký", Assert.Single(await FindingsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_role_of_the_service_can_neither_change_the_audit_nor_switch_it_off()
    {
        await _service.AddNoteAsync(Guid.NewGuid());
        foreach (var statement in (string[])
            [
                "UPDATE audit.entry SET actor_name = 'x'", "DELETE FROM audit.entry", "TRUNCATE audit.entry", "INSERT INTO audit.entry (table_name, key, operation) VALUES ('notes', '{}', 'R')",
                "UPDATE audit.link SET hash = ''", "DELETE FROM audit.link", "UPDATE audit.progress SET sealed_below = '0'", "SELECT salt FROM audit.progress",
                "ALTER TABLE notes DISABLE TRIGGER audit", "DROP TRIGGER audit ON notes", "TRUNCATE notes", "SET session_replication_role = replica", "CREATE TABLE mine (id int)",
                "DROP SCHEMA audit CASCADE", "SELECT audit.digest('{}', '{}')", "DELETE FROM \"__EFMigrationsHistory\"",
                "CREATE OR REPLACE FUNCTION audit.record_notes() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            ])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => Query(TestServers.AsService(_database, NotesService.Database), statement));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task A_database_that_was_in_use_before_recording_began_is_taken_as_it_is_found()
    {
        await _service.AddNoteAsync(Guid.NewGuid());
        await _service.StopAsync();
        await Psql("DROP SCHEMA audit CASCADE");
        File.Delete(Path.Combine(_folder, "notes.anchors")); // it would tell of the chain that was
        await NotesService.PrepareDatabaseAsync(_database);
        Assert.Equal([["B", "baseline"]], await Psql("SELECT operation, action FROM audit.entry WHERE table_name = 'notes'"));
        Assert.Empty(await FindingsAsync());
        await Psql("ALTER TABLE notes DISABLE TRIGGER audit; UPDATE notes SET text = 'x'; ALTER TABLE notes ENABLE ALWAYS TRIGGER audit");
        Assert.Contains("khác với nhật ký", Assert.Single(await FindingsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_of_transactions_that_end_out_of_order_are_chained_once_each()
    {
        await using var slow = new NpgsqlConnection(TestServers.AsService(_database, NotesService.Database));
        await slow.OpenAsync(Cancelled);
        await using (var transaction = await slow.BeginTransactionAsync(Cancelled))
        {
            await using var insert = new NpgsqlCommand($"INSERT INTO notes (id, text, points) VALUES ('{Guid.NewGuid()}', 'chậm', 0)", slow);
            await insert.ExecuteNonQueryAsync(Cancelled);
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _service.AddNoteAsync(Guid.NewGuid())));
            await Task.Delay(500, Cancelled);
            Assert.Empty(await Psql("SELECT 1 FROM audit.link JOIN audit.entry ON entry.id = link.entry_id WHERE entry.table_name = 'notes'"));
            await transaction.CommitAsync(Cancelled);
        }

        await ChainedAsync();
        Assert.Empty(await FindingsAsync());
        Assert.Equal("21", (await Psql("SELECT count(*) FROM audit.link JOIN audit.entry ON entry.id = link.entry_id WHERE entry.table_name = 'notes'"))[0][0]);
    }

    [Fact]
    public async Task A_migration_may_rename_a_key_and_change_rows_at_once_and_what_they_become_is_recorded_under_its_name()
    {
        var note = Guid.NewGuid();
        await _service.AddNoteAsync(note);
        await Eventually.Is(() => _service.EffectsAsync(note), count => count == 1);
        await using var db = new NotesDbContext(new DbContextOptionsBuilder<NotesDbContext>().UseNpgsql(_database)
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning)).Options); // one migration does not make the whole model
        await db.BringUpToDateAsync(cancellationToken: Cancelled);

        Assert.Equal([["đổi khi nâng cấp"]], await Psql($"SELECT text FROM notes WHERE id = '{note}'"));
        Assert.Equal([["B", $"migration {Renumbering.Name}"]], await Psql($"SELECT operation, action FROM audit.entry WHERE table_name = 'notes' AND id > (SELECT max(id) FROM audit.entry WHERE operation = 'I' AND table_name = 'notes')"));
        Assert.Empty(await FindingsAsync());

        // From here on it is as before.
        await ChangeAsync(note, "ba", 3, null);
        Assert.Equal([["ChangeNote"]], await Psql("SELECT action FROM audit.entry WHERE table_name = 'notes' AND operation = 'U'"));
        Assert.Empty(await FindingsAsync());
    }

    private async Task ChangeAsync(Guid note, string text, decimal points, string? telephone) =>
        (await _service.Http.PutAsJsonAsync(new Uri($"/notes/{note}", UriKind.Relative), new ChangeNote.Request(text, points, telephone), Cancelled)).EnsureSuccessStatusCode();

    private async Task<IReadOnlyList<string>> FindingsAsync()
    {
        await using var db = Context();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Audit:Path", _folder)]).Build();
        return (await AuditVerification.RunAsync(db, NotesService.Database, AuditAnchors.Open(configuration, "notes"), Cancelled)).Findings;
    }

    /// <summary>Until nothing waits, for instance for a transaction in another test's database.</summary>
    private Task<string> ChainedAsync() => Eventually.Is(
        async () => (await Psql("SELECT count(*) FROM audit.entry WHERE NOT EXISTS (SELECT FROM audit.link WHERE link.entry_id = entry.id)"))[0][0], waiting => waiting == "0");

    private NotesDbContext Context() => new(new DbContextOptionsBuilder<NotesDbContext>().UseNpgsql(_database).Options);

    private Task<List<string[]>> Psql(string sql) => Query(_database, sql);

    private static async Task<List<string[]>> Query(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(Cancelled))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture) ?? "")]);
        }

        return rows;
    }
}

/// <summary>While it runs, rows are known by another column than the recording functions know of.</summary>
[DbContext(typeof(NotesDbContext))]
[Migration(Name)]
public sealed class Renumbering : Migration
{
    public const string Name = "2_Renumbering";

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE notes RENAME COLUMN id TO number; UPDATE notes SET text = 'đổi khi nâng cấp'; ALTER TABLE notes RENAME COLUMN number TO id");
}
