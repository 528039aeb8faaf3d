using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Drawing.Charts;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using C = DocumentFormat.OpenXml.Drawing.Charts;
using D = DocumentFormat.OpenXml.Drawing;
using Inline = DocumentFormat.OpenXml.Drawing.Wordprocessing;
using X = DocumentFormat.OpenXml.Drawing.Spreadsheet;

namespace CCHC.OfficialDocuments.Tests;

public sealed class ChartTests : IDisposable
{
    private readonly WordprocessingDocument _report = Samples.OpenWord(Samples.ReportWithCharts());
    private readonly SpreadsheetDocument _workbook = Samples.OpenExcel(Samples.WorkbookWithCharts());

    private ChartSpace InWord => Chart(0);

    private ChartSpace InExcel => _workbook.WorkbookPart!.WorksheetParts.Select(sheet => sheet.DrawingsPart!.ChartParts.Single().ChartSpace!).Single(chart => chart.InnerText.Contains("Đạ Huoai", StringComparison.Ordinal));

    [Fact]
    public void The_title_states_the_finding_and_below_it_what_is_measured_and_how_surely() => Assert.Equal(
        ["Hai trong ba xã đạt trên 80 %", "Chỉ số hài lòng (%); vạch: khoảng tin cậy 95 %"],
        InWord.Descendants<Title>().Single().Descendants<D.Paragraph>().Select(line => line.InnerText));

    [Fact]
    public void Bars_begin_at_zero_in_the_blue_of_Okabe_and_Ito_the_first_on_top()
    {
        Assert.Equal(BarDirectionValues.Bar, InWord.Descendants<BarDirection>().Single().Val!.Value);
        Assert.Equal(0d, InWord.Descendants<MinAxisValue>().Single().Val!.Value);
        Assert.Equal(115d, InWord.Descendants<MaxAxisValue>().Single().Val!.Value); // 100 and room for a label
        Assert.Equal(C.OrientationValues.MaxMin, InWord.Descendants<CategoryAxis>().Single().Descendants<C.Orientation>().Single().Val!.Value);
        Assert.Equal("0072B2", InWord.Descendants<BarChartSeries>().First().GetFirstChild<ChartShapeProperties>()!.Descendants<D.RgbColorModelHex>().Single().Val!.Value);
    }

    [Fact]
    public void Values_keep_all_their_decimals_and_are_written_with_a_comma_on_any_machine()
    {
        var bars = InWord.Descendants<BarChartSeries>().First();
        Assert.Equal(["Xã Đạ Huoai", "Phường 1 Bảo Lộc", "Đặc khu Phú Quý"], bars.Descendants<StringPoint>().Select(point => point.InnerText));
        Assert.Equal(["85.41", "9.5", "80"], Points(bars.GetFirstChild<C.Values>()!));
        Assert.Equal(["85,41", "9,50", "80,00"], InWord.Descendants<DataLabel>().Select(label => label.GetFirstChild<ChartText>()!.InnerText));
    }

    [Fact]
    public void Whiskers_reach_from_the_low_to_the_high_end_and_the_label_stands_beyond()
    {
        var whiskers = InWord.Descendants<ErrorBars>().Single();
        Assert.Equal(["3.31", "5.25"], Points(whiskers.GetFirstChild<Minus>()!)); // 85,41 − 82,10; 9,50 − 4,25; the third has none
        Assert.Equal(["2.61", "10.25"], Points(whiskers.GetFirstChild<Plus>()!)); // 88,02 − 85,41; 19,75 − 9,50
        var beyond = InWord.Descendants<BarChartSeries>().Last();
        Assert.Equal(["88.02", "19.75", "80"], Points(beyond.GetFirstChild<C.Values>()!));
        Assert.NotNull(beyond.GetFirstChild<ChartShapeProperties>()!.GetFirstChild<D.NoFill>());
        Assert.Equal(3, beyond.Descendants<DataLabel>().Count());

        Assert.Empty(Chart(1).Descendants<ErrorBars>());
        Assert.Single(Chart(1).Descendants<BarChartSeries>());
    }

    [Fact]
    public void Who_does_not_see_the_chart_is_told_what_it_shows()
    {
        Assert.Equal(
            [Samples.Satisfaction.Description, Samples.Satisfaction.Description],
            _report.MainDocumentPart!.Document!.Descendants<Inline.DocProperties>().Select(picture => picture.Description!.Value!));
        Assert.All(Pictures, picture => Assert.StartsWith("Biểu đồ cột ngang của ", picture.Descendants<X.NonVisualDrawingProperties>().Single().Description!.Value!, StringComparison.Ordinal));
    }

    [Fact]
    public void A_chart_is_as_wide_as_the_text_and_the_largest_one_fits_on_a_page()
    {
        var sizes = _report.MainDocumentPart!.Document!.Descendants<Inline.Extent>().ToList();
        Assert.All(sizes, size => Assert.Equal(165.0, size.Cx!.Value / 36000d, 0.1)); // 210 − 30 − 15 mm
        Assert.InRange(sizes.Max(size => size.Cy!.Value) / 36000d, 200, 247); // 297 − 20 − 20 mm and a heading
    }

    [Fact]
    public void The_chart_of_a_sheet_refers_to_the_cells_of_its_table()
    {
        // The header is row 4 and the first row, the province, is left out.
        Assert.Equal("'Khảo sát của tỉnh''s'!$A$6:$A$8", InExcel.Descendants<CategoryAxisData>().Single().Descendants<C.Formula>().Single().Text);
        Assert.Equal("'Khảo sát của tỉnh''s'!$B$6:$B$8", InExcel.Descendants<C.Values>().Single().Descendants<C.Formula>().Single().Text);
        Assert.Equal(["85.41", "9.5", "80"], Points(InExcel.Descendants<C.Values>().Single()));
        Assert.Equal(["'Khảo sát của tỉnh''s'!$C$6:$C$8", "'Khảo sát của tỉnh''s'!$C$6:$C$8"], InExcel.Descendants<ErrorBars>().Single().Descendants<C.Formula>().Select(formula => formula.Text));
        Assert.False(InExcel.Descendants<PlotVisibleOnly>().Single().Val!.Value); // the margins are in a hidden column
        Assert.Empty(InExcel.Descendants<DataLabel>()); // a changed cell changes its label
    }

    [Fact]
    public void The_chart_of_a_sheet_stands_below_its_table() =>
        Assert.Equal(["9", "9"], Pictures.Select(picture => picture.Descendants<X.RowId>().Single().Text)); // counted from 0: rows 5 to 8, an empty one, the chart

    [Fact]
    public void Word_and_Excel_find_nothing_to_repair()
    {
        var validator = new OpenXmlValidator(FileFormatVersions.Office2019);
        Assert.Empty(validator.Validate(_report, TestContext.Current.CancellationToken).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        Assert.Empty(validator.Validate(_workbook, TestContext.Current.CancellationToken).Select(error => $"{error.Path?.XPath}: {error.Description}"));
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes()
    {
        Assert.Equal(Samples.Bytes(Samples.ReportWithCharts().Write), Samples.Bytes(Samples.ReportWithCharts().Write));
        Assert.Equal(Samples.Bytes(Samples.WorkbookWithCharts().Write), Samples.Bytes(Samples.WorkbookWithCharts().Write));
    }

    [Fact]
    public void Bars_that_cannot_be_drawn_from_zero_or_fit_on_a_page_are_refused()
    {
        var chart = new BarChart("A", "B", "C");
        Assert.Throws<ArgumentException>(() => chart with { Bars = [] });
        Assert.Throws<ArgumentException>(() => chart with { Bars = [new("x", -1)] });
        Assert.Throws<ArgumentException>(() => chart with { Bars = [new("x", 5, new Interval(6, 7))] });
        Assert.Throws<ArgumentException>(() => chart with { Bars = [.. Enumerable.Repeat(new Bar("x", 1), 41)] });
        var table = new Table(new TableColumn("A", 1), new TableColumn("B", 1)) { Rows = [new("x", -1)] };
        Assert.Throws<ArgumentException>(() => Samples.Bytes(new ReportWorkbook(new ReportSheet("A", "B", null, table) { Chart = new("A", "B", "C", 0, 1) }).Write));
    }

    public void Dispose()
    {
        _report.Dispose();
        _workbook.Dispose();
    }

    private IEnumerable<X.OneCellAnchor> Pictures => _workbook.WorkbookPart!.WorksheetParts.Select(sheet => sheet.DrawingsPart!.WorksheetDrawing!.Elements<X.OneCellAnchor>().Single());

    private ChartSpace Chart(int index)
    {
        var id = _report.MainDocumentPart!.Document!.Descendants<ChartReference>().ElementAt(index).Id!.Value!;
        return ((ChartPart)_report.MainDocumentPart.GetPartById(id)).ChartSpace!;
    }

    private static IEnumerable<string> Points(OpenXmlElement data) => data.Descendants<NumericPoint>().Select(point => point.InnerText);
}
