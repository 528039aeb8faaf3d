using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CCHC.Assessment.Tests.Workbooks;

/// <summary>A downloaded sheet in the hands of an officer: cells are changed as Excel would write them.</summary>
internal sealed class FilledWorkbook : IDisposable
{
    private readonly MemoryStream _file = new();
    private readonly SpreadsheetDocument _document;
    private readonly SheetData _rows;

    public FilledWorkbook(byte[] file)
    {
        _file.Write(file);
        _document = SpreadsheetDocument.Open(_file, isEditable: true);
        var sheet = _document.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().Single(sheet => sheet.Name == "Phiếu");
        Page = ((WorksheetPart)_document.WorkbookPart.GetPartById(sheet.Id!)).Worksheet!;
        _rows = Page.GetFirstChild<SheetData>()!;
    }

    public Worksheet Page { get; }

    public IReadOnlyList<string> PageNames => [.. _document.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().Where(sheet => sheet.State is null).Select(sheet => sheet.Name!.Value!)];

    /// <summary>As numbers or text, in the order of the sheet.</summary>
    public IReadOnlyList<string> Column(string column) => [.. _rows.Elements<Row>().Select(row => Read(row, column)).Where(text => text.Length > 0)];

    public string Read(string code, string label, string column) => Read(Find(code, label), column);

    /// <summary>Address of the value's cell.</summary>
    public string Cell(string code, string label, string column = "F") => $"{column}{Find(code, label).RowIndex}";

    public bool IsOpen(string code, string label, string column)
    {
        var format = _document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().ElementAt((int)At(Find(code, label), column).StyleIndex!.Value);
        return format.Protection!.Locked! == false;
    }

    public FilledWorkbook Type(string code, string label, string text, string column = "F")
    {
        var cell = At(Find(code, label), column);
        cell.RemoveAllChildren();
        (cell.DataType, cell.InlineString) = (CellValues.InlineString, new InlineString(new Text(text)));
        return this;
    }

    /// <param name="code">Of the leaf.</param>
    /// <param name="label">Of the field.</param>
    /// <param name="raw">As the file spells the number.</param>
    /// <param name="column">Of the cell.</param>
    public FilledWorkbook Number(string code, string label, string raw, string column = "F")
    {
        var cell = At(Find(code, label), column);
        cell.RemoveAllChildren();
        (cell.DataType, cell.CellValue) = (null, new CellValue(raw));
        return this;
    }

    public FilledWorkbook Formula(string code, string label, string formula, string shown, string column = "F", string? area = null)
    {
        Number(code, label, shown, column);
        At(Find(code, label), column).CellFormula = area is null ? new CellFormula(formula) : new CellFormula(formula) { FormulaType = CellFormulaValues.Array, Reference = area };
        return this;
    }

    /// <summary>As Excel shows a number that it took for a day.</summary>
    public FilledWorkbook Day(string code, string label, string raw)
    {
        Number(code, label, raw);
        var formats = _document.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.CellFormats!;
        At(Find(code, label), "F").StyleIndex = (uint)formats.Elements<CellFormat>().Count();
        formats.Append(new CellFormat { NumberFormatId = 14 });
        return this;
    }

    public FilledWorkbook Clear(string code, string label)
    {
        var cell = At(Find(code, label), "F");
        cell.RemoveAllChildren();
        cell.DataType = null;
        return this;
    }

    public FilledWorkbook Remove(string code, string label)
    {
        Find(code, label).Remove();
        return this;
    }

    /// <summary>All rows below the header, the last one first.</summary>
    public FilledWorkbook TurnOver()
    {
        var rows = _rows.Elements<Row>().Where(row => row.RowIndex! > 8).ToList();
        rows.ForEach(row => row.Remove());
        rows.Reverse();
        for (var i = 0; i < rows.Count; i++)
        {
            Move(rows[i], (uint)(9 + i));
            _rows.Append(rows[i]);
        }

        return this;
    }

    /// <summary>A row beside another criterion's code, as when only some of the columns are sorted.</summary>
    public FilledWorkbook ChangeCode(string code, string label, string other)
    {
        var cell = At(Find(code, label), "A");
        cell.RemoveAllChildren();
        cell.InlineString = new InlineString(new Text(other));
        return this;
    }

    /// <summary>A row that somebody has written below the table.</summary>
    public FilledWorkbook Append(string code, string label, string value)
    {
        var at = _rows.Elements<Row>().Max(row => row.RowIndex!.Value) + 1;
        _rows.Append(new Row(
            new[] { ("A", code), ("E", label), ("F", value) }.Select(x => new Cell(new InlineString(new Text(x.Item2))) { CellReference = $"{x.Item1}{at}", DataType = CellValues.InlineString }))
        { RowIndex = at });
        return this;
    }

    public byte[] Save()
    {
        _document.Save();
        _document.Dispose();
        return _file.ToArray();
    }

    public void Dispose()
    {
        _document.Dispose();
        _file.Dispose();
    }

    private static void Move(Row row, uint at)
    {
        row.RowIndex = at;
        foreach (var cell in row.Elements<Cell>())
        {
            cell.CellReference = cell.CellReference!.Value![..1] + at.ToString(CultureInfo.InvariantCulture);
        }
    }

    private Row Find(string code, string label) => _rows.Elements<Row>().First(row => Read(row, "A") == code && Read(row, "E") == label);

    private static Cell At(Row row, string column) => row.Elements<Cell>().Single(cell => cell.CellReference!.Value![..1] == column);

    private static string Read(Row row, string column) => row.Elements<Cell>().FirstOrDefault(cell => cell.CellReference!.Value![..1] == column)?.InnerText ?? "";
}
