using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using S = DocumentFormat.OpenXml.Spreadsheet;

namespace CCHC.OfficialDocuments.Tests;

public sealed class ReportWorkbookTests : IDisposable
{
    private readonly SpreadsheetDocument _file = Samples.OpenExcel(Samples.Workbook());

    private WorkbookPart Workbook => _file.WorkbookPart!;

    private List<Worksheet> Sheets => [.. Workbook.Workbook!.Sheets!.Elements<Sheet>().Select(sheet => ((WorksheetPart)Workbook.GetPartById(sheet.Id!.Value!)).Worksheet!)];

    [Fact]
    public void Every_table_is_a_sheet_of_its_own() =>
        Assert.Equal(["Điểm tự chấm", "Giải trình của đơn vị's"], Workbook.Workbook!.Sheets!.Elements<Sheet>().Select(sheet => sheet.Name!.Value!));

    [Fact]
    public void Points_are_numbers_with_two_to_four_decimals()
    {
        var cell = Cell("D6");
        Assert.Equal((CellValues.Number, "1.375"), (cell.DataType!.Value, cell.CellValue!.Text));
        Assert.Equal("0.00##", NumberFormat(cell));
        Assert.Equal(HorizontalAlignmentValues.Right, Format(cell).Alignment!.Horizontal!.Value);
    }

    [Fact]
    public void The_header_is_bold_stays_in_view_and_stands_on_every_printed_page()
    {
        Assert.Equal("Tiêu chí", Cell("B4").InnerText);
        Assert.NotNull(Font(Cell("B4")).Bold);
        Assert.Null(Font(Cell("B6")).Bold);
        Assert.All(Sheets, sheet =>
        {
            var pane = Assert.Single(sheet.Descendants<Pane>());
            Assert.Equal((PaneStateValues.Frozen, 4d, "A5"), (pane.State!.Value, pane.VerticalSplit!.Value, pane.TopLeftCell!.Value));
        });
        Assert.Equal(
            ["'Điểm tự chấm'!$4:$4", "'Giải trình của đơn vị''s'!$4:$4"],
            Workbook.Workbook!.DefinedNames!.Elements<DefinedName>().Where(name => name.Name == "_xlnm.Print_Titles").Select(name => name.Text));
    }

    [Fact]
    public void A_long_title_of_a_column_makes_the_header_higher()
    {
        var title = string.Join(' ', Enumerable.Repeat("thủ tục", 10));
        using var file = Samples.OpenExcel(new ReportWorkbook(new ReportSheet("A", "B", null, new Table(new TableColumn("Điểm", 10), new TableColumn(title, 10)))));

        var header = file.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Row>().Single(row => row.RowIndex! == 4u);
        Assert.Equal(164d, header.Height!.Value); // 79 characters × 1.15 in lines of 10: ten lines of 16, and 4
        Assert.Equal(36d, Sheets[0].Descendants<Row>().Single(row => row.RowIndex! == 4u).Height!.Value); // "Điểm tự chấm" in two lines
    }

    [Fact]
    public void Sheets_print_on_A4_landscape_and_as_wide_as_the_page() => Assert.All(Sheets, sheet =>
    {
        var setup = Assert.Single(sheet.Elements<PageSetup>());
        Assert.Equal((9u, OrientationValues.Landscape, 1u, 0u), (setup.PaperSize!.Value, setup.Orientation!.Value, setup.FitToWidth!.Value, setup.FitToHeight!.Value));
    });

    [Fact]
    public void Texts_wrap_in_columns_of_the_given_width()
    {
        Assert.Equal([6d, 50d, 10d, 10d], Sheets[0].Descendants<Column>().Select(column => column.Width!.Value));
        Assert.True(Format(Cell("B6")).Alignment!.WrapText!.Value);
        Assert.Equal("Dòng một\ndòng hai", Cell("B5", sheet: 1).InnerText);
    }

    [Fact]
    public void A_row_in_bold_is_bold() => Assert.All(new[] { "A5", "B5", "C5", "D5" }, reference => Assert.NotNull(Font(Cell(reference)).Bold));

    [Fact]
    public void A_text_that_begins_like_a_formula_stays_a_text()
    {
        using var file = Samples.OpenExcel(new ReportWorkbook(new ReportSheet("A", "B", null, new Table(new TableColumn("C", 5)) { Rows = [new("=1+1")] })));

        var cell = file.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<S.Cell>().Single(cell => cell.CellReference == "A5");
        Assert.Equal((CellValues.InlineString, "=1+1"), (cell.DataType!.Value, cell.InnerText));
        Assert.Null(cell.CellFormula);
    }

    [Fact]
    public void Excel_finds_nothing_to_repair() => Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(_file, TestContext.Current.CancellationToken).Select(error => $"{error.Path?.XPath}: {error.Description}"));

    [Fact]
    public void The_same_content_gives_the_same_bytes() => Assert.Equal(Samples.Bytes(Samples.Workbook().Write), Samples.Bytes(Samples.Workbook().Write));

    [Fact]
    public void A_text_too_long_for_a_cell_is_refused_instead_of_cut() => Assert.Throws<ArgumentException>(() => Samples.Bytes(
        new ReportWorkbook(new ReportSheet("A", "B", null, new Table(new TableColumn("C", 5)) { Rows = [new(new string('x', 32768))] })).Write));

    public void Dispose() => _file.Dispose();

    private S.Cell Cell(string reference, int sheet = 0) => Sheets[sheet].Descendants<S.Cell>().Single(cell => cell.CellReference == reference);

    private CellFormat Format(S.Cell cell) => (CellFormat)Workbook.WorkbookStylesPart!.Stylesheet!.CellFormats!.ChildElements[(int)cell.StyleIndex!.Value];

    private Font Font(S.Cell cell) => (Font)Workbook.WorkbookStylesPart!.Stylesheet!.Fonts!.ChildElements[(int)Format(cell).FontId!.Value];

    private string? NumberFormat(S.Cell cell) => Workbook.WorkbookStylesPart!.Stylesheet!.NumberingFormats!.Elements<NumberingFormat>()
        .Single(format => format.NumberFormatId!.Value == Format(cell).NumberFormatId!.Value).FormatCode!.Value;
}
