using System.Globalization;
using CCHC.Scoring;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CCHC.Annexes;

/// <summary>Writes a criteria set as the annex of a decision, ready to print; a hidden column keeps what the printed words cannot say.</summary>
public static class AnnexWriter
{
    private const uint Title = 1, Italic = 2, Header = 3, Cell = 4, Centred = 5, Number = 6, BoldCell = 7, BoldCentred = 8, BoldNumber = 9;
    private static readonly double[] Widths = [8, 46, 10, 48, 34];

    /// <param name="name">Of the set, the title of the sheet.</param>
    /// <param name="decision">"số … ngày … của …"; null for a draft.</param>
    /// <param name="nodes">In reading order.</param>
    public static byte[] Write(string name, string? decision, IReadOnlyList<AnnexNode> nodes)
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var sheet = workbook.AddNewPart<WorksheetPart>();
            sheet.Worksheet = Sheet(name, decision, nodes);
            workbook.Workbook = new Workbook(
                new Sheets(new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = "Bộ tiêu chí" }),
                new DefinedNames(new DefinedName("'Bộ tiêu chí'!$4:$4") { Name = "_xlnm.Print_Titles", LocalSheetId = 0 }));
        }

        return file.ToArray();
    }

    private static Worksheet Sheet(string name, string? decision, IReadOnlyList<AnnexNode> nodes)
    {
        var rows = new SheetData(
            Row(1, 24, Text("A", 1, name, Title)),
            Row(2, 18, Text("A", 2, decision is null
                ? "(Dự thảo, chưa ban hành kèm theo quyết định)"
                : $"(Kèm theo Quyết định {decision})", Italic)),
            Row(4, 34, [.. new[] { "STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Cách tính điểm", "Tài liệu kiểm chứng", AnnexReader.ExactHeader }
                .Select((text, column) => Text(AnnexReader.Letter(column), 4, text, Header))]));
        var at = 5u;
        foreach (var node in nodes)
        {
            var bold = node is { Depth: 0, IsLeaf: false };
            rows.Append(Row(at, Height(bold, node.Name, node.MethodText, node.RequiredEvidence),
                Text("A", at, node.Code, bold ? BoldCentred : Centred),
                Text("B", at, node.Name, bold ? BoldCell : Cell),
                Points("C", at, node.MaxPoints, bold ? BoldNumber : Number),
                Text("D", at, node.MethodText, Cell),
                Text("E", at, node.RequiredEvidence ?? "", Cell),
                Text("F", at, ExactNode.Write(node), Cell)));
            at++;
        }

        var total = nodes.Where(node => node is { IsLeaf: true, Kind: LeafKind.Ordinary }).Sum(node => node.MaxPoints);
        rows.Append(Row(at, 20, Text("A", at, "", BoldCell), Text("B", at, "Tổng cộng", BoldCell), Points("C", at, total, BoldNumber), Text("D", at, "", Cell), Text("E", at, "", Cell)));

        var columns = new Columns(Widths.Select((width, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = width, CustomWidth = true }));
        columns.Append(new Column { Min = 6, Max = 6, Width = 10, CustomWidth = true, Hidden = true });
        return new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(new Pane { VerticalSplit = 4, TopLeftCell = "A5", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }),
            columns,
            rows,
            new MergeCells(new MergeCell { Reference = "A1:E1" }, new MergeCell { Reference = "A2:E2" }),
            new PrintOptions { HorizontalCentered = true },
            // Inches; Decree 30/2020/NĐ-CP: 20, 20, 30 and 15 mm, turned with the sheet.
            new PageMargins { Left = 0.79, Right = 0.59, Top = 0.79, Bottom = 0.79, Header = 0.3, Footer = 0.3 },
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 },
            new HeaderFooter(new OddFooter("&C&P/&N")));
    }

    private static Row Row(uint index, double height, params Cell[] cells) => new(cells) { RowIndex = index, Height = height, CustomHeight = true };

    /// <summary>Excel does not measure wrapped text until a cell is edited, so lines are counted here: a character is about as wide as a unit of width.</summary>
    private static double Height(bool bold, params string?[] texts)
    {
        var lines = texts.Select((text, i) => (text ?? "").Split('\n').Sum(line => Math.Ceiling(Math.Max(1, line.Length * (bold ? 1.15 : 1.05)) / Widths[new[] { 1, 3, 4 }[i]]))).Max();
        return Math.Min(409, 4 + lines * 16);
    }

    private static Cell Text(string column, uint row, string text, uint style) =>
        new(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve })) { CellReference = $"{column}{row}", DataType = CellValues.InlineString, StyleIndex = style };

    private static Cell Points(string column, uint row, decimal points, uint style) =>
        new(new CellValue(points.ToString(CultureInfo.InvariantCulture))) { CellReference = $"{column}{row}", DataType = CellValues.Number, StyleIndex = style };

    private static Stylesheet Styles()
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

        var (left, centre) = (HorizontalAlignmentValues.Left, HorizontalAlignmentValues.Center);
        var (top, middle) = (VerticalAlignmentValues.Top, VerticalAlignmentValues.Center);
        return new Stylesheet(
            new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "General" }),
            new Fonts(Font(12), Font(12, bold: true), Font(12, italic: true), Font(14, bold: true)),
            new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
            new Borders(
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
                new Border(
                    new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin },
                    new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin }, new DiagonalBorder())),
            new CellStyleFormats(new CellFormat()),
            new CellFormats(
                Format(0, 0, left, top), Format(3, 0, centre, middle), Format(2, 0, centre, middle), Format(1, 1, centre, middle),
                Format(0, 1, left, top), Format(0, 1, centre, top), Format(0, 1, centre, top, 164),
                Format(1, 1, left, top), Format(1, 1, centre, top), Format(1, 1, centre, top, 164)));
    }
}
