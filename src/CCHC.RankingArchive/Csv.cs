using System.Globalization;
using System.Text;

namespace CCHC.RankingArchive;

/// <summary>A table as RFC 4180 has it, in one form: byte order mark, comma, line feed, quotes only where they are needed.</summary>
internal static class Csv
{
    public static string Row(params ReadOnlySpan<string> cells)
    {
        var row = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            row.Append(i == 0 ? "" : ",").Append(Quoted(cells[i]));
        }

        return row.ToString();
    }

    // The byte order mark tells spreadsheets that the text is UTF-8.
    public static byte[] Write(string header, IEnumerable<string> rows)
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        {
            writer.Write(header + "\n");
            foreach (var row in rows)
            {
                writer.Write(row);
                writer.Write('\n');
            }
        }

        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">Not such a table.</exception>
    public static IReadOnlyList<CsvRow> Read(byte[] bytes, string file, string header)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"{file}: not UTF-8", exception);
        }

        if (!text.StartsWith('\uFEFF' + header + "\n", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{file}: line 1 is not the header \"{header}\"");
        }

        var columns = header.Split(',').Length;
        var rows = new List<CsvRow>();
        for (var at = header.Length + 2; at < text.Length;)
        {
            var (row, next) = ReadRow(text, at, file, rows.Count + 2);
            if (row.Cells.Count != columns)
            {
                throw new InvalidDataException($"{file}: line {row.Line}: {row.Cells.Count} cells instead of {columns}");
            }

            rows.Add(row);
            at = next;
        }

        return rows;
    }

    private static (CsvRow Row, int Next) ReadRow(string text, int start, string file, int line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var at = start; at < text.Length; at++)
        {
            var character = text[at];
            if (character == '"')
            {
                if (quoted && at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append('"');
                    at++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (!quoted && character is ',' or '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (character == '\n')
                {
                    return (new CsvRow(file, line, text[start..at], cells), at + 1);
                }
            }
            else
            {
                cell.Append(character);
            }
        }

        throw new InvalidDataException($"{file}: line {line} does not end");
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>A row as it stands in the file, and its cells.</summary>
internal sealed record CsvRow(string File, int Line, string Text, IReadOnlyList<string> Cells)
{
    public string this[int column] => Cells[column];

    public decimal? Number(int column) =>
        Cells[column].Length == 0 ? null
        : decimal.TryParse(Cells[column], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw Unreadable(column);

    public int? Whole(int column) =>
        Cells[column].Length == 0 ? null : int.TryParse(Cells[column], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Unreadable(column);

    public bool Flag(int column) => Cells[column] switch { "true" => true, "false" => false, _ => throw Unreadable(column) };

    public T Name<T>(int column)
        where T : struct, Enum => Enum.TryParse<T>(Cells[column], ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : throw Unreadable(column);

    public T Needed<T>(T? value, int column)
        where T : struct => value ?? throw Unreadable(column);

    private InvalidDataException Unreadable(int column) => new($"{File}: line {Line}: \"{Cells[column]}\" cannot be read");
}
