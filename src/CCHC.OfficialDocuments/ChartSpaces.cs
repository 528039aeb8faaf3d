using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Drawing;
using DocumentFormat.OpenXml.Drawing.Charts;
using C = DocumentFormat.OpenXml.Drawing.Charts;
using D = DocumentFormat.OpenXml.Drawing;

namespace CCHC.OfficialDocuments;

/// <summary>Points of a chart with the cells they stand in; without such a formula the points are all there is.</summary>
internal sealed record ChartPoints<T>(IReadOnlyList<T> Points, string? Formula = null);

/// <summary>What a chart of horizontal bars is drawn from, wherever it stands.</summary>
/// <param name="NumberFormat">Of the labels, where they are not given as texts.</param>
/// <param name="LabelTexts">Null lets the program write the values by <paramref name="NumberFormat"/>.</param>
internal sealed record BarSeries(
    ChartPoints<string> Labels, ChartPoints<decimal?> Values, ChartPoints<decimal?>? Below, ChartPoints<decimal?>? Above, decimal? Maximum, string NumberFormat, IReadOnlyList<string>? LabelTexts = null);

/// <summary>Charts of DrawingML as Word and Excel both hold them.</summary>
internal static class ChartSpaces
{
    public const string Namespace = "http://schemas.openxmlformats.org/drawingml/2006/chart";
    public const long EmuPerTwip = 635, EmuPerMillimetre = 36000;
    private const string Blue = "0072B2", SkyBlue = "56B4E9", Ink = "000000"; // of Okabe and Ito, told apart by the colour-blind too
    private const uint CategoryAxisId = 1, ValueAxisId = 2;
    private const int TitleSize = 1200, MeasureSize = 1000, LabelSize = 1000; // hundredths of a point
    private const decimal RoomForLabels = 1.15m;

    /// <summary>High enough for the title and a line of text beside each bar.</summary>
    public static long Height(int bars) => (18 + (bars * 5) + Math.Max(0, (8 - bars) * 3)) * EmuPerMillimetre;

    public static ChartSpace Of(string finding, string measure, BarSeries series)
    {
        var measured = series.Below is null ? measure : $"{measure}; vạch: khoảng tin cậy 95 %";
        var ends = series.Values.Points.Select((value, i) => (value ?? 0) + (series.Above?.Points[i] ?? 0)).ToList();
        var longest = Math.Max(series.Maximum ?? 0, ends.DefaultIfEmpty().Max());
        var bars = new C.BarChart(
            new BarDirection { Val = BarDirectionValues.Bar },
            new BarGrouping { Val = BarGroupingValues.Clustered },
            new VaryColors { Val = false });
        bars.Append(Series(0, series, ends));
        if (series.Above is not null && series.LabelTexts is not null)
        {
            bars.Append(LabelsBeyond(series, ends));
        }

        bars.Append(new GapWidth { Val = 45 }, new Overlap { Val = 100 }, new AxisId { Val = CategoryAxisId }, new AxisId { Val = ValueAxisId });
        return new ChartSpace(
            new Date1904 { Val = false },
            new EditingLanguage { Val = "vi-VN" },
            new RoundedCorners { Val = false },
            new C.Chart(
                new Title(
                    new ChartText(new RichText(new BodyProperties(), new ListStyle(), TitleLine(finding, TitleSize, bold: true), TitleLine(measured, MeasureSize, bold: false))),
                    new Overlay { Val = false }),
                new AutoTitleDeleted { Val = false },
                new PlotArea(new C.Layout(), bars, CategoryAxis(), ValueAxis(longest == 0 ? 1 : longest * RoomForLabels, series.NumberFormat)),
                new PlotVisibleOnly { Val = false }, // a hidden column may hold the margins
                new DisplayBlanksAs { Val = DisplayBlanksAsValues.Gap }),
            new ChartShapeProperties(new SolidFill(new RgbColorModelHex { Val = "FFFFFF" }), new D.Outline(new NoFill())),
            TextOf(LabelSize));
    }

    private static BarChartSeries Series(uint index, BarSeries series, List<decimal> ends)
    {
        // A whisker would run through a label at the end of its bar.
        var labelled = series.Above is null ? DataLabelPositionValues.OutsideEnd : DataLabelPositionValues.InsideBase;
        var result = new BarChartSeries(
            new C.Index { Val = index }, new Order { Val = index },
            Fill(series.Above is not null && series.LabelTexts is null ? SkyBlue : Blue), // black text lies on the bars of a sheet with whiskers
            new InvertIfNegative { Val = false });
        if (series.Above is null || series.LabelTexts is null)
        {
            result.Append(LabelsOf(series, labelled));
        }

        if (series is { Below: { } below, Above: { } above } && ends.Count > 0)
        {
            result.Append(new ErrorBars(
                new ErrorBarType { Val = ErrorBarValues.Both }, new ErrorBarValueType { Val = ErrorValues.Custom }, new NoEndCap { Val = false },
                new Plus(Numbers(above)), new Minus(Numbers(below)), new ChartShapeProperties(new D.Outline(new SolidFill(new RgbColorModelHex { Val = Ink })) { Width = 12700 })));
        }

        result.Append(new CategoryAxisData(Texts(series.Labels)), new C.Values(Numbers(series.Values)));
        return result;
    }

    /// <summary>Bars that are not seen reach to the ends of the whiskers, where the labels of the others stand.</summary>
    private static BarChartSeries LabelsBeyond(BarSeries series, List<decimal> ends) => new(
        new C.Index { Val = 1 }, new Order { Val = 1 }, new ChartShapeProperties(new NoFill(), new D.Outline(new NoFill())), new InvertIfNegative { Val = false },
        LabelsOf(series, DataLabelPositionValues.OutsideEnd), new CategoryAxisData(Texts(series.Labels)), new C.Values(Numbers(new([.. ends.Select(end => (decimal?)end)]))));

    private static DataLabels LabelsOf(BarSeries series, DataLabelPositionValues position)
    {
        OpenXmlElement[] shown =
        [
            new DataLabelPosition { Val = position }, new ShowLegendKey { Val = false }, new ShowValue { Val = true }, new ShowCategoryName { Val = false },
            new ShowSeriesName { Val = false }, new ShowPercent { Val = false }, new ShowBubbleSize { Val = false },
        ];
        OpenXmlElement[] looks = [new NumberingFormat { FormatCode = series.NumberFormat, SourceLinked = false }, new ChartShapeProperties(new NoFill(), new D.Outline(new NoFill()))];
        return new DataLabels(
        [
            // Texts, because a number would get the point or comma of the machine it is read on.
            .. (series.LabelTexts ?? []).Select((text, i) => (OpenXmlElement)new DataLabel(
            [
                new C.Index { Val = (uint)i },
                new ChartText(new RichText(new BodyProperties(), new ListStyle(), new D.Paragraph(new D.Run(new D.RunProperties { Language = "vi-VN" }, new D.Text(text))))),
                .. shown.Select(x => x.CloneNode(deep: true)),
            ])),
            .. looks, TextOf(LabelSize), .. shown,
        ]);
    }

    private static C.CategoryAxis CategoryAxis() => new(
        new AxisId { Val = CategoryAxisId },
        new Scaling(new Orientation { Val = C.OrientationValues.MaxMin }), // the first on top
        new Delete { Val = false },
        new AxisPosition { Val = AxisPositionValues.Left },
        new MajorTickMark { Val = TickMarkValues.None }, new MinorTickMark { Val = TickMarkValues.None }, new TickLabelPosition { Val = TickLabelPositionValues.Low },
        new ChartShapeProperties(new D.Outline(new SolidFill(new RgbColorModelHex { Val = "808080" })) { Width = 9525 }),
        TextOf(LabelSize),
        new CrossingAxis { Val = ValueAxisId }, new Crosses { Val = CrossesValues.AutoZero }, new TickLabelSkip { Val = 1 }, new NoMultiLevelLabels { Val = true });

    /// <summary>Only its zero counts: the labels tell the values.</summary>
    private static C.ValueAxis ValueAxis(decimal maximum, string format) => new(
        new AxisId { Val = ValueAxisId },
        new Scaling(new Orientation { Val = C.OrientationValues.MinMax }, new MaxAxisValue { Val = (double)maximum }, new MinAxisValue { Val = 0 }),
        new Delete { Val = true },
        new AxisPosition { Val = AxisPositionValues.Bottom },
        new NumberingFormat { FormatCode = format, SourceLinked = false },
        new MajorTickMark { Val = TickMarkValues.None }, new MinorTickMark { Val = TickMarkValues.None }, new TickLabelPosition { Val = TickLabelPositionValues.NextTo },
        new CrossingAxis { Val = CategoryAxisId }, new Crosses { Val = CrossesValues.Maximum });

    private static OpenXmlElement Texts(ChartPoints<string> texts)
    {
        OpenXmlElement[] points = [new PointCount { Val = (uint)texts.Points.Count }, .. texts.Points.Select((text, i) => new StringPoint(new NumericValue(FixedPackage.Clean(text))) { Index = (uint)i })];
        return texts.Formula is { } formula ? new StringReference(new C.Formula(formula), new StringCache(points)) : new StringLiteral(points);
    }

    private static OpenXmlElement Numbers(ChartPoints<decimal?> numbers)
    {
        OpenXmlElement[] points =
        [
            new FormatCode("General"), new PointCount { Val = (uint)numbers.Points.Count },
            .. numbers.Points.Select((value, i) => (value, i)).Where(point => point.value is not null)
                .Select(point => new NumericPoint(new NumericValue(point.value!.Value.ToString(CultureInfo.InvariantCulture))) { Index = (uint)point.i }),
        ];
        return numbers.Formula is { } formula ? new NumberReference(new C.Formula(formula), new NumberingCache(points)) : new NumberLiteral(points);
    }

    private static ChartShapeProperties Fill(string colour) => new(new SolidFill(new RgbColorModelHex { Val = colour }));

    private static D.Paragraph TitleLine(string text, int size, bool bold)
    {
        var font = new D.RunProperties(new SolidFill(new RgbColorModelHex { Val = Ink }), new LatinFont { Typeface = "Times New Roman" }) { Language = "vi-VN", FontSize = size, Bold = bold };
        return new D.Paragraph(new D.ParagraphProperties(new DefaultRunProperties { FontSize = size, Bold = bold }), new D.Run(font, new D.Text(FixedPackage.Clean(text))));
    }

    private static C.TextProperties TextOf(int size) => new(new BodyProperties(), new ListStyle(), new D.Paragraph(
        new D.ParagraphProperties(new DefaultRunProperties(new SolidFill(new RgbColorModelHex { Val = Ink }), new LatinFont { Typeface = "Times New Roman" }) { FontSize = size }),
        new EndParagraphRunProperties { Language = "vi-VN" }));
}
