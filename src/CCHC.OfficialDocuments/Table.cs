namespace CCHC.OfficialDocuments;

public enum CellAlignment
{
    Left,
    Centre,
    Right,
}

/// <param name="Width">In characters; in Word the columns share the width of the page in this proportion.</param>
public sealed record TableColumn(string Title, double Width, CellAlignment Alignment = CellAlignment.Left)
{
    /// <summary>How Excel shows the numbers of the column; Word knows whole numbers, <c>0</c> and <c>#,##0</c>, and writes all others with two to four decimals.</summary>
    public string NumberFormat { get; init; } = "0.00##";

    /// <summary>Only Excel knows it: kept in the file and neither shown nor printed.</summary>
    public bool Hidden { get; init; }
}

/// <summary>A text or a number, or neither.</summary>
public readonly record struct Cell
{
    private Cell(string? text, decimal? number) => (Text, Number) = (text, number);

    public string? Text { get; }

    public decimal? Number { get; }

    public static implicit operator Cell(string? text) => new(text, null);

    public static implicit operator Cell(decimal? number) => new(null, number);

    public static implicit operator Cell(decimal number) => new(null, number);

    public static implicit operator Cell(int number) => new(null, number);
}

/// <summary>As many cells as the table has columns.</summary>
public sealed record TableRow(params Cell[] Cells)
{
    /// <summary>In Word such a row stays with the row below it, whose title it may be.</summary>
    public bool Bold { get; init; }
}

/// <summary>A table of a Word document or of a sheet in Excel; its header row stands on every page.</summary>
public sealed record Table : Block
{
    private readonly IReadOnlyList<TableRow> _rows = [];

    public Table(params TableColumn[] columns) => Columns = columns;

    public IReadOnlyList<TableColumn> Columns { get; }

    public IReadOnlyList<TableRow> Rows
    {
        get => _rows;
        init => _rows = value.FirstOrDefault(row => row.Cells.Length != Columns.Count) is { } wrong
            ? throw new ArgumentException($"A row has {wrong.Cells.Length} cells, the table {Columns.Count} columns.", nameof(value))
            : value;
    }

    /// <summary>In Word on pages of its own, turned.</summary>
    public bool Landscape { get; init; }
}
