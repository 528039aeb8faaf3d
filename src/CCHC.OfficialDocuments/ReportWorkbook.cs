using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using C = DocumentFormat.OpenXml.Drawing.Charts;
using D = DocumentFormat.OpenXml.Drawing;
using S = DocumentFormat.OpenXml.Spreadsheet;
using X = DocumentFormat.OpenXml.Drawing.Spreadsheet;

namespace CCHC.OfficialDocuments;

/// <param name="Name">On the tab: at most 31 characters, none of []:*?/\.</param>
/// <param name="Title">In row 1.</param>
/// <param name="Subtitle">In row 2; the header of the table is row 4.</param>
public sealed record ReportSheet(string Name, string Title, string? Subtitle, Table Table)
{
    /// <summary>Stands below the table.</summary>
    public SheetChart? Chart { get; init; }
}

/// <summary>Sheets in Excel, ready to print on A4; the same content gives the same bytes.</summary>
public sealed class ReportWorkbook(params ReportSheet[] sheets)
{
    private const uint TitleStyle = 1, SubtitleStyle = 2, HeaderStyle = 3, FirstCellStyle = 4, HeaderRow = 4;
    private const long EmuPerCharacter = 66675, SmallestChart = 5_400_000; // 7 pixels; 15 cm
    private const int LongestText = 32767; // of a cell in Excel

    public void Write(Stream output)
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            document.ChangeIdOfPart(workbook, "rId1");
            var formats = sheets.SelectMany(sheet => sheet.Table.Columns).Select(column => column.NumberFormat).Distinct(StringComparer.Ordinal).ToList();
            workbook.AddNewPart<WorkbookStylesPart>("rId1").Stylesheet = Styles(formats);
            var (list, names) = (new Sheets(), new DefinedNames());
            foreach (var (sheet, index) in sheets.Select((sheet, index) => (sheet, (uint)index)))
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"rId{index + 2}");
                var part = workbook.AddNewPart<WorksheetPart>(id);
                part.Worksheet = Sheet(sheet, formats);
                if (sheet.Chart is { } chart)
                {
                    Draw(sheet, chart, part);
                }

                list.Append(new Sheet { Id = id, SheetId = index + 1, Name = sheet.Name });
                names.Append(new DefinedName($"{Quoted(sheet)}!${HeaderRow}:${HeaderRow}") { Name = "_xlnm.Print_Titles", LocalSheetId = index });
            }

            workbook.Workbook = new S.Workbook(list, names);
        }

        FixedPackage.Copy(file, output);
    }

    private static Worksheet Sheet(ReportSheet sheet, List<string> formats)
    {
        var columns = sheet.Table.Columns;
        var last = Letter(columns.Select((column, i) => column.Hidden ? 0 : i).Max());
        var rows = new SheetData(
            Row(1, 24, CellOf("A", 1, sheet.Title, TitleStyle)),
            Row(2, 18, CellOf("A", 2, sheet.Subtitle, SubtitleStyle)),
            Row(HeaderRow, Math.Max(34, Height(columns, new TableRow([.. columns.Select(column => (Cell)column.Title)]) { Bold = true })), [.. columns.Select((column, i) => CellOf(Letter(i), HeaderRow, column.Title, HeaderStyle))]));
        var at = HeaderRow;
        foreach (var row in sheet.Table.Rows)
        {
            at++;
            rows.Append(Row(at, Height(columns, row), [.. row.Cells.Select((cell, i) => CellOf(Letter(i), at, cell, Style(columns[i], cell, row.Bold, formats)))]));
        }

        return new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(new Pane { VerticalSplit = HeaderRow, TopLeftCell = $"A{HeaderRow + 1}", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }),
            new Columns(columns.Select((column, i) => new Column
            {
                Min = (uint)i + 1, Max = (uint)i + 1, Width = column.Width, CustomWidth = true, Hidden = column.Hidden ? true : null,
            })),
            rows,
            new MergeCells(new MergeCell { Reference = $"A1:{last}1" }, new MergeCell { Reference = $"A2:{last}2" }),
            new PrintOptions { HorizontalCentered = true },
            // Inches; Decree 30/2020/NĐ-CP: 20, 20, 30 and 15 mm, turned with the sheet.
            new PageMargins { Left = 0.79, Right = 0.59, Top = 0.79, Bottom = 0.79, Header = 0.3, Footer = 0.3 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 },
            new HeaderFooter(new OddFooter("&C&P/&N")));
    }

    private static void Draw(ReportSheet sheet, SheetChart chart, WorksheetPart part)
    {
        var (columns, rows) = (sheet.Table.Columns, sheet.Table.Rows);
        var (first, count) = chart.Rows.GetOffsetAndLength(rows.Count);
        if (count == 0 || rows.Skip(first).Take(count).Any(row => row.Cells[chart.Values].Number < 0))
        {
            throw new ArgumentException($"The chart of {sheet.Name} has no bars, or one below zero.", nameof(chart));
        }

        var margins = chart.Margin is { } margin ? Points(margin, cell => cell.Number) : null;
        var drawings = part.AddNewPart<DrawingsPart>("rId1");
        drawings.AddNewPart<ChartPart>("rId1").ChartSpace = ChartSpaces.Of(chart.Finding, chart.Measure, new BarSeries(
            Points(chart.Labels, cell => cell.Text ?? ""), Points(chart.Values, cell => cell.Number), margins, margins, chart.Maximum, columns[chart.Values].NumberFormat));
        var width = Math.Max(SmallestChart, (long)(columns.Where(column => !column.Hidden).Sum(column => column.Width) * EmuPerCharacter)); // as wide as the table, which prints at the width of the page
        drawings.WorksheetDrawing = new X.WorksheetDrawing(new X.OneCellAnchor(
            new X.FromMarker(new X.ColumnId("0"), new X.ColumnOffset("0"), new X.RowId(Number(HeaderRow + rows.Count + 1)), new X.RowOffset("0")),
            new X.Extent { Cx = width, Cy = ChartSpaces.Height(count) },
            new X.GraphicFrame(
                new X.NonVisualGraphicFrameProperties(
                    new X.NonVisualDrawingProperties { Id = 2, Name = "Biểu đồ", Description = FixedPackage.Clean(chart.Description) }, new X.NonVisualGraphicFrameDrawingProperties()),
                new X.Transform(new D.Offset { X = 0, Y = 0 }, new D.Extents { Cx = 0, Cy = 0 }),
                new D.Graphic(new D.GraphicData(new C.ChartReference { Id = "rId1" }) { Uri = ChartSpaces.Namespace }))
            { Macro = "" },
            new X.ClientData()));
        part.Worksheet!.Append(new Drawing { Id = "rId1" });

        ChartPoints<T> Points<T>(int column, Func<Cell, T> value) => new(
            [.. rows.Skip(first).Take(count).Select(row => value(row.Cells[column]))],
            string.Create(CultureInfo.InvariantCulture, $"{Quoted(sheet)}!${Letter(column)}${HeaderRow + first + 1}:${Letter(column)}${HeaderRow + first + count}"));
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(ReportSheet sheet) => $"'{sheet.Name.Replace("'", "''", StringComparison.Ordinal)}'";

    private static Row Row(uint index, double height, params S.Cell[] cells) => new(cells) { RowIndex = index, Height = height, CustomHeight = true };

    /// <summary>Excel does not measure wrapped text until a cell is edited, so lines are counted here: a character is about as wide as a unit of width.</summary>
    private static double Height(IReadOnlyList<TableColumn> columns, TableRow row)
    {
        var lines = row.Cells.Select((cell, i) => columns[i].Hidden ? 1 : (cell.Text ?? "").Split('\n')
            .Sum(line => Math.Ceiling(Math.Max(1, line.Length * (row.Bold ? 1.15 : 1.05)) / columns[i].Width))).Max();
        return Math.Min(409, 4 + lines * 16);
    }

    private static S.Cell CellOf(string column, uint row, Cell cell, uint style)
    {
        var (reference, text) = ($"{column}{row}", FixedPackage.Clean(cell.Text));
        if (cell.Number is { } number)
        {
            return new S.Cell(new CellValue(number.ToString(CultureInfo.InvariantCulture))) { CellReference = reference, DataType = CellValues.Number, StyleIndex = style };
        }

        return text.Length > LongestText
            ? throw new ArgumentException($"{reference} has {text.Length} characters; Excel takes {LongestText}.", nameof(cell))
            : new S.Cell(new InlineString(new S.Text(text) { Space = SpaceProcessingModeValues.Preserve })) { CellReference = reference, DataType = CellValues.InlineString, StyleIndex = style };
    }

    // The order of Styles: per format left, centre, right; all again in bold.
    private static uint Style(TableColumn column, Cell cell, bool bold, List<string> formats)
    {
        var alignment = column.Alignment == CellAlignment.Left && cell.Number is not null ? CellAlignment.Right : column.Alignment;
        return FirstCellStyle + (uint)((((bold ? formats.Count : 0) + formats.IndexOf(column.NumberFormat)) * 3) + (int)alignment);
    }

    private static Stylesheet Styles(List<string> formats)
    {
        static Font Font(double size, bool bold = false, bool italic = false)
        {
            var font = new Font();
            if (bold)
            {
                font.Append(new Bold());
            }

            if (italic)
            {
                font.Append(new Italic());
            }

            font.Append(new FontSize { Val = size }, new FontName { Val = "Times New Roman" });
            return font;
        }

        static CellFormat Format(uint font, uint border, HorizontalAlignmentValues horizontal, VerticalAlignmentValues vertical, uint number = 0) =>
            new(new Alignment { Horizontal = horizontal, Vertical = vertical, WrapText = true })
            { FontId = font, BorderId = border, FillId = 0, NumberFormatId = number, ApplyFont = true, ApplyBorder = true, ApplyAlignment = true, ApplyNumberFormat = number > 0 };

        const uint ownFormats = 164; // below are those that Excel brings along
        var (left, centre, right) = (HorizontalAlignmentValues.Left, HorizontalAlignmentValues.Center, HorizontalAlignmentValues.Right);
        var (top, middle) = (VerticalAlignmentValues.Top, VerticalAlignmentValues.Center);
        var cells = new[] { 0u, 1u }.SelectMany(font => formats.SelectMany((_, number) => new[] { left, centre, right }
            .Select(horizontal => Format(font, 1, horizontal, top, ownFormats + (uint)number))));
        return new Stylesheet(
            new NumberingFormats(formats.Select((format, i) => new NumberingFormat { NumberFormatId = ownFormats + (uint)i, FormatCode = format })),
            new Fonts(Font(12), Font(12, bold: true), Font(12, italic: true), Font(14, bold: true)),
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
            new Borders(
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
                new Border(
                    new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin },
                    new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin }, new DiagonalBorder())),
            new CellStyleFormats(new CellFormat()),
            new CellFormats([Format(0, 0, left, top), Format(3, 0, centre, middle), Format(2, 0, centre, middle), Format(1, 1, centre, middle), .. cells]));
    }

    private static string Letter(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letter((column / 26) - 1) + Letter(column % 26);
}
