using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CCHC.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace CCHC.ServiceDefaults.Auditing;

/// <summary>
/// What <c>./cchc audit verify</c> does in each service: computes the chain again, compares anchors and the rows of all audited tables with what was
/// recorded of them, and names every row that differs.
/// </summary>
internal sealed class AuditVerification(NpgsqlConnection connection, ServiceDatabase service, AuditAnchors? anchors, DbContext db, CancellationToken cancellationToken)
{
    private const int MostNamed = 200;
    private readonly List<string> _findings = [];

    /// <param name="Entries">In the chain.</param>
    /// <param name="Anchors">In the file.</param>
    /// <param name="Tables">Whose rows were compared.</param>
    /// <param name="Findings">In words; none when everything is as recorded.</param>
    public sealed record Report(long Entries, int Anchors, int Tables, IReadOnlyList<string> Findings);

    /// <summary>Prints the report and returns the exit code.</summary>
    public static async Task<int> RunAsync(DbContext db, ServiceDatabase service, IConfiguration configuration, TextWriter output)
    {
        await db.Database.OpenConnectionAsync();
        var report = await RunAsync(db, service, AuditAnchors.Open(configuration, service.Service));
        var culture = CultureInfo.GetCultureInfo("vi-VN");
        await output.WriteLineAsync(string.Create(
            culture,
            $"{service.Service,-10} {(report.Findings.Count == 0 ? "khớp" : "SAI ")}  {report.Entries:N0} mục nhật ký, {report.Anchors:N0} mốc ký, {report.Tables:N0} bảng"));
        foreach (var finding in report.Findings.Take(MostNamed))
        {
            await output.WriteLineAsync("  " + finding);
        }

        if (report.Findings.Count > MostNamed)
        {
            await output.WriteLineAsync(string.Create(culture, $"  … và {report.Findings.Count - MostNamed:N0} chỗ khác"));
        }

        return report.Findings.Count == 0 ? 0 : 1;
    }

    public static async Task<Report> RunAsync(DbContext db, ServiceDatabase service, AuditAnchors? anchors, CancellationToken cancellationToken = default)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (connection.State != ConnectionState.Open)
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
        }

        return await new AuditVerification(connection, service, anchors, db, cancellationToken).CheckAsync();
    }

    private async Task<Report> CheckAsync()
    {
        if (!await AuditSchema.ExistsAsync(connection, cancellationToken))
        {
            return new Report(0, 0, 0, ["Cơ sở dữ liệu chưa có nhật ký: chạy dịch vụ với --migrate."]);
        }

        var functions = await FunctionsAsync();
        var tables = await TriggersAsync();
        if (functions)
        {
            await ExecuteAsync("SELECT audit.seal(1000000)");
        }

        // One snapshot: a row and its entry are seen together or not at all.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await ExecuteAsync(AuditSchema.Session);
        var links = await ChainAsync();
        await UnchainedAsync();
        await ForeignAsync();
        var anchored = await AnchorsAsync(links);
        foreach (var table in tables.Where(table => !table.UpdatesOnly))
        {
            await RowsAsync(table);
        }

        return new Report(links, anchored, tables.Count(table => !table.UpdatesOnly), _findings);
    }

    /// <summary>Without its own functions the database could tell anything.</summary>
    private async Task<bool> FunctionsAsync()
    {
        var found = await QueryAsync(
            "SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'audit'", reader => (Name: reader.GetString(0), Body: reader.GetString(1)));
        var replaced = AuditSchema.Functions.Where(function => !found.Contains((function.Key, function.Value))).Select(function => function.Key).ToList();
        _findings.AddRange(replaced.Select(name => $"Hàm audit.{name} không phải của hệ thống: bị thay hoặc bị xoá."));
        return replaced.Count == 0;
    }

    private async Task<IReadOnlyList<AuditedTable>> TriggersAsync()
    {
        var wanted = AuditedTable.Of(db);
        var found = (await AuditSchema.TriggersAsync(connection, cancellationToken)).ToDictionary(trigger => trigger.Name, StringComparer.Ordinal);
        foreach (var table in wanted)
        {
            if (!found.TryGetValue(table.Name, out var trigger))
            {
                _findings.Add($"Bảng {table.Name}: bộ ghi nhật ký đã bị gỡ.");
            }
            else if (!trigger.AlwaysOn)
            {
                _findings.Add($"Bảng {table.Name}: bộ ghi nhật ký đã bị tắt.");
            }
            else if (trigger.Body != table.Body || trigger.Table?.UpdatesOnly != table.UpdatesOnly)
            {
                _findings.Add($"Bảng {table.Name}: bộ ghi nhật ký đã bị sửa.");
            }
        }

        var stamps = await QueryAsync("SELECT 1 FROM pg_trigger WHERE tgrelid = 'audit.entry'::regclass AND tgname = 'stamp' AND tgenabled = 'A'", reader => reader.GetInt32(0));
        if (stamps.Count == 0)
        {
            _findings.Add("Bảng nhật ký audit.entry: bộ đóng dấu người ghi đã bị gỡ hoặc bị tắt.");
        }

        return wanted;
    }

    private async Task<long> ChainAsync()
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT link.position, link.entry_id, link.hash, audit.canonical(entry), entry.table_name, entry.key::text, entry.operation
            FROM audit.link AS link LEFT JOIN audit.entry AS entry ON entry.id = link.entry_id ORDER BY link.position
            """,
            connection);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var (last, head) = (0L, Array.Empty<byte>());
        while (await reader.ReadAsync(cancellationToken))
        {
            var (position, entry, hash) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
            if (position != last + 1)
            {
                _findings.Add(position == last + 2 ? $"Chuỗi nhật ký: thiếu mắt xích {last + 1}." : $"Chuỗi nhật ký: thiếu các mắt xích từ {last + 1} đến {position - 1}.");
            }
            else if (await reader.IsDBNullAsync(4, cancellationToken))
            {
                _findings.Add($"Nhật ký: mục {entry} (mắt xích {position}) đã bị xoá.");
            }
            else if (!hash.AsSpan().SequenceEqual(SHA256.HashData([.. head, .. Encoding.UTF8.GetBytes(reader.GetString(3))])))
            {
                _findings.Add($"Nhật ký: mục {entry} (mắt xích {position}; bảng {reader.GetString(4)}, hàng {reader.GetString(5)}) đã bị sửa, hoặc mắt xích của nó.");
            }

            (last, head) = (position, hash);
        }

        return last;
    }

    /// <summary>Entries that came into the past, after the chain had passed by.</summary>
    private async Task UnchainedAsync() => _findings.AddRange(await QueryAsync(
        """
        SELECT entry.id, entry.table_name, entry.key::text, entry.written_by FROM audit.entry AS entry
        WHERE entry.transaction < (SELECT sealed_below FROM audit.progress) AND NOT EXISTS (SELECT FROM audit.link WHERE link.entry_id = entry.id) ORDER BY entry.id
        """,
        reader => $"Nhật ký: mục {reader.GetInt64(0)} (bảng {reader.GetString(1)}, hàng {reader.GetString(2)}) không nằm trong chuỗi: được chèn thêm, hoặc mắt xích của nó đã bị xoá."));

    /// <summary>What somebody else than the service has written, and what was found unrecorded before a migration.</summary>
    private async Task ForeignAsync()
    {
        var ownRole = (await QueryAsync($"SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '{service.Role}')", reader => reader.GetBoolean(0)))[0];
        _findings.AddRange(await QueryAsync(
            $"""
            SELECT id, table_name, key::text, operation, written_by, at, reason FROM audit.entry
            WHERE operation = 'X' OR ({(ownRole ? "true" : "false")} AND written_by <> '{service.Role}' AND NOT (
                (operation = 'B' AND coalesce(action, '') = 'baseline') OR coalesce(action, '') IN (SELECT '{AuditSchema.Migration}' || "MigrationId" FROM public."__EFMigrationsHistory")))
            ORDER BY id
            """,
            reader =>
            {
                var (row, at) = ($"Bảng {reader.GetString(1)}, hàng {reader.GetString(2)}", reader.GetFieldValue<DateTimeOffset>(5).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                return reader.GetString(3) == "X"
                    ? $"{row}: trước lần nâng cấp {at} đã khác với nhật ký ({Words(reader.IsDBNull(6) ? "" : reader.GetString(6))}; mục {reader.GetInt64(0)})."
                    : $"{row}: {Deed(reader.GetString(3))} lúc {at} bởi tài khoản cơ sở dữ liệu {reader.GetString(4)}, không phải bởi dịch vụ (mục {reader.GetInt64(0)}).";
            }));
    }

    private async Task<int> AnchorsAsync(long links)
    {
        var read = anchors?.Read() ?? [];
        foreach (var (anchor, line) in read.Select((anchor, index) => (anchor, index + 1)))
        {
            if (anchor is null)
            {
                _findings.Add($"Mốc ký: dòng {line} của {anchors!.File} không đúng chữ ký, hoặc dòng trước nó đã bị sửa hay bị xoá.");
                continue;
            }

            var hash = anchor.Position > links ? null : (await QueryAsync($"SELECT hash FROM audit.link WHERE position = {anchor.Position}", reader => reader.GetFieldValue<byte[]>(0))).FirstOrDefault();
            if (hash is null || Convert.ToHexStringLower(hash) != anchor.Hash)
            {
                _findings.Add($"Mốc ký {anchor.At:yyyy-MM-dd}: chuỗi nhật ký đến mắt xích {anchor.Position} không còn như khi ký.");
            }
        }

        return read.Count;
    }

    private async Task RowsAsync(AuditedTable table) => _findings.AddRange(await QueryAsync(
        $"SELECT key::text, finding FROM ({table.DifferencesSql}) AS difference ORDER BY 1", reader => $"Bảng {table.Name}, hàng {reader.GetString(0)}: {Words(reader.GetString(1))}."));

    private static string Words(string finding) => finding switch
    {
        "missing" => "đã mất mà không có trong nhật ký",
        "unrecorded" => "được thêm mà không có trong nhật ký",
        _ => "khác với nhật ký, đã bị sửa ngoài hệ thống",
    };

    private static string Deed(string operation) => operation switch
    {
        "I" => "được thêm",
        "D" => "bị xoá",
        "U" => "bị sửa",
        _ => "được ghi vào nhật ký",
    };

    private async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
