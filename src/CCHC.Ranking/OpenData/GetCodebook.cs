using CCHC.Ranking.Publications;

namespace CCHC.Ranking.OpenData;

/// <summary>All tables and their columns.</summary>
public static class GetCodebook
{
    public sealed record Response(IReadOnlyList<Codebook.Table> Tables);

    public static PublicDocument<Response> Handle() => new(
        new Response(Codebook.All),
        result => CsvTable.Write(
            ["table", "title", "path", "column", "type", "unit", "meaning"],
            from table in result.Tables
            from column in table.Columns
            select (object?[])[table.Name, table.Title, table.Path, column.Name, column.Type, column.Unit, column.Meaning]));
}
