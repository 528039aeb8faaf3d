using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CCHC.Annexes.Tests;

/// <summary>Files as an officer would send them; a string is a text cell, a double a number cell.</summary>
internal static class Workbooks
{
    private static readonly object?[] Header = ["STT", "Tiêu chí", "Điểm tối đa", "Cách tính điểm"];

    /// <summary>A sheet with the usual header in row 1 and the rows from row 2.</summary>
    public static MemoryStream Annex(params object?[][] rows) => Of(("Phụ lục", [Header, .. rows], []));

    public static MemoryStream Annex(string merge, params object?[][] rows) => Of(("Phụ lục", [Header, .. rows], [merge]));

    public static MemoryStream Of(params (string Name, object?[][] Rows, string[] Merges)[] sheets)
    {
        var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            var list = new Sheets();
            foreach (var (name, rows, merges) in sheets)
            {
                var part = workbook.AddNewPart<WorksheetPart>();
                var data = new SheetData(rows.Select((row, at) => new Row(row.Select((value, column) => Cell(value, column, at + 1)).OfType<Cell>()) { RowIndex = (uint)at + 1 }));
                part.Worksheet = merges.Length == 0
                    ? new Worksheet(data)
                    : new Worksheet(data, new MergeCells(merges.Select(merge => new MergeCell { Reference = merge })));
                list.Append(new Sheet { Id = workbook.GetIdOfPart(part), SheetId = (uint)list.ChildElements.Count + 1, Name = name });
            }

            workbook.Workbook = new Workbook(list);
        }

        file.Position = 0;
        return file;
    }

    public static MemoryStream Word()
    {
        var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.Document = new DocumentFormat.OpenXml.Wordprocessing.Document(new DocumentFormat.OpenXml.Wordprocessing.Body());
        }

        file.Position = 0;
        return file;
    }

    private static Cell? Cell(object? value, int column, int row)
    {
        var reference = $"{(char)('A' + column)}{row}";
        return value switch
        {
            null => null,
            double number => new Cell(new CellValue(number.ToString(CultureInfo.InvariantCulture))) { CellReference = reference, DataType = CellValues.Number },
            _ => new Cell(new InlineString(new Text((string)value))) { CellReference = reference, DataType = CellValues.InlineString },
        };
    }
}
