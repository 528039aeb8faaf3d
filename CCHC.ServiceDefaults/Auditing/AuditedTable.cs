using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CCHC.ServiceDefaults.Auditing;

/// <summary>What is recorded of a table, as the configuration of its entities says.</summary>
internal sealed partial record AuditedTable(string Name, IReadOnlyList<string> Keys, IReadOnlyList<string> Digested, IReadOnlyList<string> LeftOut, bool UpdatesOnly)
{
    /// <summary>What decides how values of these types are written as text. A function sets only what its table needs: each costs microseconds a row.</summary>
    private static readonly (string Type, string Setting)[] TextSettings =
    [
        ("timestamp with time zone", " SET timezone = 'UTC'"), ("bytea", " SET bytea_output = 'hex'"), ("double precision", " SET extra_float_digits = 1"),
        ("real", " SET extra_float_digits = 1"), ("interval", " SET intervalstyle = 'postgres'"),
    ];

    /// <summary>All of them: values are written alike, whatever the session says.</summary>
    public static readonly string Settings = Together(TextSettings);

    private static readonly string Template = ReadResource("audit-table.sql");

    /// <summary>Function and trigger of the table; repeating it changes nothing.</summary>
    public string Script => Placeholder().Replace(Template, match => match.Value switch
    {
        "{table}" => Name,
        "{settings}" => NeededSettings,
        "{keys}" => Keys.Aggregate((list, name) => $"{list},{name}"),
        "{digested}" => string.Join(',', Digested),
        "{left out}" => string.Join(',', LeftOut),
        "{OLD key}" => Key("OLD"),
        "{NEW key}" => Key("NEW"),
        "{OLD image}" => Image("to_jsonb(OLD)"),
        "{NEW image}" => Image("to_jsonb(NEW)"),
        "{events}" => UpdatesOnly ? "UPDATE" : "INSERT OR UPDATE OR DELETE",
        _ => match.Value,
    });

    /// <summary>The body of the function: another one was not made by the system.</summary>
    public string Body => FunctionBody().Match(Script).Groups["body"].Value;

    /// <summary>
    /// Rows that are not as recorded last: table_name, key, finding (<c>changed</c>, <c>missing</c>, <c>unrecorded</c>), image. Wants a session with
    /// <see cref="Settings"/>.
    /// </summary>
    public string DifferencesSql =>
        $"""
        SELECT '{Name}' AS table_name, coalesce(actual.key, recorded.key) AS key,
            CASE WHEN actual.key IS NULL THEN 'missing' WHEN recorded.key IS NULL OR recorded.operation = 'D' THEN 'unrecorded' ELSE 'changed' END AS finding, actual.image
        FROM (
            SELECT DISTINCT ON (key) key, operation, image FROM audit.entry
            WHERE table_name = '{Name}' AND operation IN ('I', 'U', 'D', 'B') ORDER BY key, id DESC) AS recorded
        FULL JOIN (
            SELECT {Key("t")} AS key, sha256(convert_to(({Image("to_jsonb(t)")})::text, 'UTF8')) AS image FROM public."{Name}" AS t) AS actual ON actual.key = recorded.key
        WHERE (actual.key IS NULL AND recorded.operation <> 'D')
            OR (actual.key IS NOT NULL AND (recorded.key IS NULL OR recorded.operation = 'D' OR recorded.image <> actual.image))
        """;

    /// <summary>All tables of the context but those that are declared not to be.</summary>
    public static IReadOnlyList<AuditedTable> Of(DbContext db) =>
    [
        .. db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables
            .Where(table => !Says(table, AuditDeclarations.NotAudited))
            .Select(Of)
            .OrderBy(table => table.Name, StringComparer.Ordinal),
    ];

    /// <summary>As the function was made that the database has; null where it is not one of this system.</summary>
    public static AuditedTable? OfBody(string name, string body, bool updatesOnly) =>
        Declaration().Match(body) is { Success: true } match
            ? new AuditedTable(name, Names(match, "keys"), Names(match, "digested"), Names(match, "left"), updatesOnly)
            : null;

    internal static string ReadResource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"AS \$\$(?<body>.*?)\$\$;", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    internal static partial Regex FunctionBody();

    /// <summary>Of its function; none where that is as the database has it.</summary>
    private string NeededSettings { get; init; } = "";

    private static AuditedTable Of(ITable table) => new(
        table.Name,
        [.. (table.PrimaryKey ?? throw new InvalidOperationException($"Table {table.Name} has no key by which its changes could be recorded.")).Columns.Select(column => column.Name)],
        [.. table.Columns.Where(column => column.StoreType == "bytea" || Says(column, AuditDeclarations.Digested)).Select(column => column.Name)],
        [.. table.Columns.Where(column => Says(column, AuditDeclarations.NotAudited)).Select(column => column.Name)],
        Says(table, AuditDeclarations.UpdatesOnly))
    {
        NeededSettings = Together(TextSettings.Where(setting => table.Columns.Any(column => column.StoreType.StartsWith(setting.Type, StringComparison.Ordinal)))),
    };

    private static string Together(IEnumerable<(string Type, string Setting)> settings) => string.Concat(settings.Select(setting => setting.Setting).Distinct(StringComparer.Ordinal));

    private static bool Says(ITable table, string annotation) => table.EntityTypeMappings.Any(mapping => mapping.TypeBase.FindAnnotation(annotation) is not null);

    private static bool Says(IColumn column, string annotation) => column.PropertyMappings.Any(mapping => mapping.Property.FindAnnotation(annotation) is not null);

    private static string[] Names(Match match, string group) => match.Groups[group].Value.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private string Key(string row) => $"jsonb_build_object({string.Join(", ", Keys.Select(key => $"'{key}', {row}.\"{key}\""))})";

    private string Image(string content)
    {
        content = LeftOut.Count == 0 ? content : $"{content} - '{{{string.Join(',', LeftOut)}}}'::text[]";
        return Digested.Count == 0 ? content : $"audit.digest({content}, '{{{string.Join(',', Digested)}}}')";
    }

    [GeneratedRegex(@"\{[A-Za-z ]+\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();

    [GeneratedRegex("-- key: (?<keys>[^;\n]*); digested: (?<digested>[^;\n]*); left out: (?<left>[^;\n]*)\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declaration();
}
