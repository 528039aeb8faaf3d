using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CCHC.ServiceDefaults.Auditing;

/// <summary>What is recorded of a table, as the configuration of its entities says.</summary>
internal sealed partial record AuditedTable(string Name, IReadOnlyList<string> Keys, IReadOnlyList<string> Digested, IReadOnlyList<string> LeftOut, bool UpdatesOnly)
{
    /// <summary>All tables of the context but those that are declared not to be.</summary>
    public static IReadOnlyList<AuditedTable> Of(DbContext db) =>
    [
        .. db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables
            .Where(table => !Says(table, AuditDeclarations.NotAudited))
            .Select(Of)
            .OrderBy(table => table.Name, StringComparer.Ordinal),
    ];

    /// <summary>As the trigger was made that the database has.</summary>
    public static AuditedTable OfTrigger(string name, string definition)
    {
        var lists = List().Matches(definition).Select(match => match.Groups["names"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();
        return lists.Count == 3
            ? new AuditedTable(name, lists[0], lists[1], lists[2], !definition.Contains(" INSERT ", StringComparison.Ordinal))
            : throw new InvalidOperationException($"The trigger audit of table {name} is not one of this system: {definition}");
    }

    /// <summary>Creates the trigger, or brings it up to date.</summary>
    public string TriggerSql =>
        $"""
        CREATE OR REPLACE TRIGGER audit AFTER {(UpdatesOnly ? "UPDATE" : "INSERT OR UPDATE OR DELETE")} ON public."{Name}"
            FOR EACH ROW EXECUTE FUNCTION audit.record({Literal(Keys)}, {Literal(Digested)}, {Literal(LeftOut)});
        ALTER TABLE public."{Name}" ENABLE ALWAYS TRIGGER audit;

        """;

    /// <summary>
    /// Rows that are not as recorded last: table_name, key, finding (<c>changed</c>, <c>missing</c>, <c>unrecorded</c>), image. Wants the session of
    /// <see cref="AuditSchema.Settings"/>.
    /// </summary>
    public string DifferencesSql =>
        $"""
        SELECT '{Name}' AS table_name, coalesce(actual.key, recorded.key) AS key,
            CASE WHEN actual.key IS NULL THEN 'missing' WHEN recorded.key IS NULL OR recorded.operation = 'D' THEN 'unrecorded' ELSE 'changed' END AS finding, actual.image
        FROM (
            SELECT DISTINCT ON (key) key, operation, image FROM audit.entry
            WHERE table_name = '{Name}' AND operation IN ('I', 'U', 'D', 'B') ORDER BY key, id DESC) AS recorded
        FULL JOIN (
            SELECT jsonb_build_object({string.Join(", ", Keys.Select(key => $"'{key}', content -> '{key}'"))}) AS key,
                sha256(convert_to(audit.image(content, {Literal(Digested)}, {Literal(LeftOut)})::text, 'UTF8')) AS image
            FROM (SELECT to_jsonb(t) AS content FROM public."{Name}" AS t) AS rows) AS actual ON actual.key = recorded.key
        WHERE (actual.key IS NULL AND recorded.operation <> 'D')
            OR (actual.key IS NOT NULL AND (recorded.key IS NULL OR recorded.operation = 'D' OR recorded.image <> actual.image))
        """;

    private static AuditedTable Of(ITable table) => new(
        table.Name,
        [.. (table.PrimaryKey ?? throw new InvalidOperationException($"Table {table.Name} has no key by which its changes could be recorded.")).Columns.Select(column => column.Name)],
        [.. table.Columns.Where(column => column.StoreType == "bytea" || Says(column, AuditDeclarations.Digested)).Select(column => column.Name)],
        [.. table.Columns.Where(column => Says(column, AuditDeclarations.NotAudited)).Select(column => column.Name)],
        Says(table, AuditDeclarations.UpdatesOnly));

    private static bool Says(ITable table, string annotation) => table.EntityTypeMappings.Any(mapping => mapping.TypeBase.FindAnnotation(annotation) is not null);

    private static bool Says(IColumn column, string annotation) => column.PropertyMappings.Any(mapping => mapping.Property.FindAnnotation(annotation) is not null);

    private static string Literal(IReadOnlyList<string> names) => $"'{{{string.Join(',', names)}}}'";

    [GeneratedRegex(@"'\{(?<names>[^}']*)\}'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex List();
}
