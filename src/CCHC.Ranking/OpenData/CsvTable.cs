using System.Globalization;
using System.Text;
using CsvHelper;

namespace CCHC.Ranking.OpenData;

internal static class CsvTable
{
    /// <summary>The columns of the codebook, then a line per row; decimals with a point and all their places, moments in UTC.</summary>
    public static byte[] Write(Codebook.Table table, IEnumerable<IReadOnlyList<object?>> rows) => Write([.. table.Columns.Select(column => column.Name)], rows);

    public static byte[] Write(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        using var stream = new MemoryStream();

        // The byte order mark tells spreadsheets that the text is UTF-8.
        using (var text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            foreach (var column in columns)
            {
                csv.WriteField(column);
            }

            csv.NextRecord();
            foreach (var row in rows)
            {
                if (row.Count != columns.Count)
                {
                    throw new InvalidOperationException($"A row has {row.Count} cells, the codebook {columns.Count} columns.");
                }

                foreach (var cell in row)
                {
                    csv.WriteField(TextOf(cell));
                }

                csv.NextRecord();
            }
        }

        return stream.ToArray();
    }

    private static string? TextOf(object? cell) => cell switch
    {
        bool truth => truth ? "true" : "false",
        Enum value => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..],
        DateTimeOffset moment => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(format: null, CultureInfo.InvariantCulture),
        _ => cell?.ToString(),
    };
}
