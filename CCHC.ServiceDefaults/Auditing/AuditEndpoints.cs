using System.Globalization;
using System.Text;
using System.Text.Json;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CCHC.ServiceDefaults.Auditing;

/// <summary>
/// <c>GET /api/{service}/audit</c>: what was changed and read, newest first, for the auditor of the whole system. The system's administrator sees who did
/// what when, without what rows contain: part of that is under embargo. Nor does an auditor read it who judges, because of conflicts of interest.
/// </summary>
public static class AuditEndpoints
{
    internal const string Auditor = "auditor";
    internal const string Administrator = "system-admin";

    private static readonly Permission ReadAudit = new("Search and export who changed and read what; administrators without the contents, judges not at all", Reach.Register, Auditor, Administrator);

    /// <summary>Who judges may have a conflict of interest with a unit whose points stand here.</summary>
    private static readonly string[] Judges = ["appraiser", "council-chair", "council-secretary"];

    private const int UsualPage = 50;
    private const int LargestPage = 500;

    /// <param name="From">Of the entry's time, inclusive.</param>
    /// <param name="Until">Of the entry's time, exclusive.</param>
    /// <param name="Who">Part of the user name, or the account's id.</param>
    /// <param name="Table">Whole name.</param>
    /// <param name="Key">A value that stands in the row's key.</param>
    /// <param name="Action">Part of the use case, route or consumer.</param>
    /// <param name="Operation"><c>I</c>, <c>U</c>, <c>D</c>, <c>R</c>, <c>B</c> or <c>X</c>.</param>
    /// <param name="Before">Entries older than this one: the <c>next</c> of the page before.</param>
    /// <param name="Size">Of the page.</param>
    public sealed record Query(
        DateTimeOffset? From, DateTimeOffset? Until, string? Who, string? Table, string? Key, string? Action, string? Operation, long? Before, int? Size);

    public sealed record Item(
        long Id, DateTimeOffset At, Guid? Actor, string? ActorName, string? Address, string? Action, string? Trace, string? Reason, string Table, JsonElement Key, string Operation,
        JsonElement? Before, JsonElement? After);

    /// <param name="Next">To ask for older entries with; null at the end.</param>
    public sealed record Response(IReadOnlyList<Item> Items, long? Next);

    public static void MapAudit(this IEndpointRouteBuilder app, string service)
    {
        var group = app.MapGroup($"/api/{service}/audit").Requires(ReadAudit).OfTheWholeSystem(ReadAudit).WithTags("Nhật ký");
        group.MapGet("", SearchAudit.Handle);
        group.MapGet("export.csv", ExportAudit.Handle);
    }

    /// <summary>A page of entries.</summary>
    internal static class SearchAudit
    {
        public static async Task<Ok<Response>> Handle([AsParameters] Query query, CurrentUser user, NpgsqlDataSource database, CancellationToken cancellationToken)
        {
            var size = Math.Clamp(query.Size ?? UsualPage, 1, LargestPage);
            await using var command = Select(query, database, size + 1, ReadsContent(user));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var items = new List<Item>();
            while (await reader.ReadAsync(cancellationToken))
            {
                items.Add(new Item(
                    reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), Text(reader, 3), Text(reader, 4), Text(reader, 5), Text(reader, 6),
                    Text(reader, 7), reader.GetString(8), Json(reader, 9)!.Value, reader.GetString(10), Json(reader, 11), Json(reader, 12)));
            }

            var more = items.Count > size;
            return TypedResults.Ok(new Response(more ? items[..size] : items, more ? items[size - 1].Id : null));
        }
    }

    /// <summary>All entries that the search finds, as CSV; the export is recorded itself.</summary>
    internal static class ExportAudit
    {
        public static async Task<PushStreamHttpResult> Handle([AsParameters] Query query, CurrentUser user, DbContext db, NpgsqlDataSource database, CancellationToken cancellationToken)
        {
            await db.RecordReadingAsync("audit.entry", JsonSerializer.Serialize(query, JsonSerializerOptions.Web), cancellationToken);
            var withContent = ReadsContent(user);
            return TypedResults.Stream(stream => WriteAsync(stream, query, database, withContent, cancellationToken), "text/csv; charset=utf-8", "nhat-ky.csv");
        }

        private static async Task WriteAsync(Stream stream, Query query, NpgsqlDataSource database, bool withContent, CancellationToken cancellationToken)
        {
            await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            await writer.WriteLineAsync("id,at,actor,actor_name,address,action,trace,reason,table,key,operation,before,after");
            await using var command = Select(query, database, limit: null, withContent);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var cells = Enumerable.Range(0, reader.FieldCount).Select(i => i == 1
                    ? reader.GetFieldValue<DateTimeOffset>(i).UtcDateTime.ToString("O", CultureInfo.InvariantCulture)
                    : Cell(reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!));
                await writer.WriteLineAsync(string.Join(',', cells));
            }
        }

        /// <summary>A text that begins like a formula is given a quotation mark, so that no spreadsheet computes it.</summary>
        private static string Cell(string text)
        {
            text = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
            return text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
        }
    }

    /// <summary>Who audits the whole system and judges nobody.</summary>
    internal static bool ReadsContent(CurrentUser user) => user.Areas(Auditor) is null && !Array.Exists(Judges, user.IsInRole);

    private static NpgsqlCommand Select(Query query, NpgsqlDataSource database, int? limit, bool withContent)
    {
        var command = database.CreateCommand();
        var where = new List<string>();
        void When(object? value, NpgsqlDbType type, string condition)
        {
            if (value is not null and not "")
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = type });
                where.Add(condition.Replace("$", string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}"), StringComparison.Ordinal));
            }
        }

        When(query.From?.ToUniversalTime(), NpgsqlDbType.TimestampTz, "at >= $");
        When(query.Until?.ToUniversalTime(), NpgsqlDbType.TimestampTz, "at < $");
        When(query.Who?.Trim(), NpgsqlDbType.Text, "(actor_name ILIKE '%' || $ || '%' OR actor::text = lower($))");
        When(query.Table?.Trim(), NpgsqlDbType.Text, "table_name = $");
        When(query.Key?.Trim(), NpgsqlDbType.Text, "position(lower($) IN lower(key::text)) > 0");
        When(query.Action?.Trim(), NpgsqlDbType.Text, "action ILIKE '%' || $ || '%'");
        When(query.Operation?.Trim().ToUpperInvariant(), NpgsqlDbType.Text, "operation = $");
        When(query.Before, NpgsqlDbType.Bigint, "id < $");
        var content = withContent ? "before::text, after::text" : "NULL::text, NULL::text";
        command.CommandText =
            $"""
            SELECT id, at, actor, actor_name, address, action, trace, reason, table_name, key::text, operation, {content} FROM audit.entry
            {(where.Count == 0 ? "" : "WHERE " + string.Join(" AND ", where))} ORDER BY id DESC {(limit is { } most ? string.Create(CultureInfo.InvariantCulture, $"LIMIT {most}") : "")}
            """;
        return command;
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static JsonElement? Json(NpgsqlDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            return null;
        }

        using var document = JsonDocument.Parse(reader.GetString(column));
        return document.RootElement.Clone();
    }
}
