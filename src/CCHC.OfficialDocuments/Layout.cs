using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using C = DocumentFormat.OpenXml.Drawing.Charts;
using D = DocumentFormat.OpenXml.Drawing;
using Inline = DocumentFormat.OpenXml.Drawing.Wordprocessing;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace CCHC.OfficialDocuments;

/// <summary>The layout of Decree 30/2020/NĐ-CP, Annex I. Lengths are in twips, a 1440th of an inch; sizes of type in points.</summary>
internal static class Layout
{
    private const int PageWidth = 11906, PageHeight = 16838; // A4
    private const int Top = 1134, Bottom = 1134, Left = 1701, Right = 850; // 20, 20, 30, 15 mm
    private const int HeaderDistance = 567; // 10 mm
    public const int TextWidth = PageWidth - Left - Right;
    private const int LandscapeTextWidth = PageHeight - Left - Right;
    private const int AgencyWidth = 3742, StateWidth = TextWidth - AgencyWidth;

    private const int BodySize = 14, StateSize = 13, AgencySize = 13, NumberSize = 13, TableSize = 12, RecipientsTitleSize = 12, RecipientsSize = 11;
    private const int FirstLine = 720; // 12.7 mm
    private const int MottoLine = 3512; // the motto at 14 points, bold
    private const int TitleLine = 2400;
    private const int SignatureRoom = 1500; // for the stamp
    private const int CellMargin = 85, CellSpace = 30;
    private const int LongestWord = 40; // characters of a justified text
    private const int LongestWhole = 1000; // characters of a cell, whose row may then go over to the next page
    private const string Letters = "abcdđeghiklmnopqrstuvxy"; // of the Vietnamese alphabet, as points of a law are counted
    private const string FirstPageHeader = "rId3", OtherPagesHeader = "rId2";
    private const uint OtherParts = 4; // beside the charts

    public static void Write(OfficialDocument document, Stream output)
    {
        using var file = new MemoryStream();
        using (var package = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = package.AddMainDocumentPart();
            package.ChangeIdOfPart(main, "rId1");
            main.AddNewPart<StyleDefinitionsPart>("rId1").Styles = Styles();
            main.AddNewPart<HeaderPart>(OtherPagesHeader).Header = new Header(
                Line(JustificationValues.Center, new SimpleField(Run("2", BodySize)) { Instruction = " PAGE " }));
            main.AddNewPart<HeaderPart>(FirstPageHeader).Header = new Header(Line(JustificationValues.Center));
            main.AddNewPart<DocumentSettingsPart>("rId4").Settings = new Settings(
                new Compatibility(new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }));
            main.Document = new Document(Body(document, main));
        }

        FixedPackage.Copy(file, output);
    }

    private static Body Body(OfficialDocument document, MainDocumentPart main)
    {
        var body = new Body();
        body.Append(Head(document.Head), Gap());
        body.Append(Title(document.Head));
        var (pages, charts) = (new PageTurns(), 0u);
        Append(document.Body);

        if (document.Signer is not null || document.LeftSigner is not null || document.Recipients.Count > 0)
        {
            pages.Turn(body, landscape: false);
            body.Append(Gap());
            body.Append(Signature(document));
        }

        foreach (var annex in document.Annexes)
        {
            pages.Turn(body, IsTurned(annex.Body, 0), always: true);
            body.Append(
            [
                Line(JustificationValues.Center, Run(Upper(annex.Number), BodySize, bold: true)),
                .. FixedPackage.Clean(annex.Title).Split('\n').Select(text => Line(JustificationValues.Center, Run(text, BodySize, bold: true))),
                Line(JustificationValues.Center, 0, 120, Run(document.Head.AnnexLine, BodySize, italic: true)),
            ]);
            Append(annex.Body);
        }

        body.Append(End(), pages.Last());
        return body;

        void Append(IReadOnlyList<Block> blocks)
        {
            var numbers = new Counters();
            for (var i = 0; i < blocks.Count; i++)
            {
                pages.Turn(body, IsTurned(blocks, i));
                body.Append(ElementsOf(blocks[i], numbers, pages.Landscape ? LandscapeTextWidth : TextWidth, chart => ChartOf(chart, TextWidth, main, string.Create(CultureInfo.InvariantCulture, $"rId{OtherParts + ++charts}"), charts)));
            }
        }
    }

    /// <summary>Blocks as they stand in a section of that width; their headings and articles are counted from 1.</summary>
    /// <param name="firstChart">Charts are known by numbers that the document does not use otherwise.</param>
    public static IReadOnlyList<OpenXmlElement> Lay(IReadOnlyList<Block> blocks, int width, MainDocumentPart main, ref uint firstChart)
    {
        var (numbers, number) = (new Counters(), firstChart);
        var elements = blocks.SelectMany(block => ElementsOf(block, numbers, width, chart => ChartOf(chart, width, main, string.Create(CultureInfo.InvariantCulture, $"rIdChart{number}"), number++))).ToList();
        firstChart = number;
        return elements;
    }

    private static IEnumerable<OpenXmlElement> ElementsOf(Block block, Counters numbers, int width, Func<BarChart, W.Paragraph> chartOf) => block switch
    {
        Heading heading => [HeadingOf(heading, numbers.Headings)],
        Paragraph paragraph => FixedPackage.Clean(paragraph.Text).Split('\n').Select(TextOf),
        Centred centred => FixedPackage.Clean(centred.Text).Split('\n').Select(text =>
            Line(JustificationValues.Center, 60, 120, Run(text, BodySize, bold: !centred.Italic, italic: centred.Italic))),
        Ground ground => [new W.Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "Text" }), Run(ground.Text, italic: true))],
        Article article => ArticleOf(article, ++numbers.Articles),
        BarChart chart => [chartOf(chart)],
        Table table => [TableOf(table, width), Gap()],
        _ => throw new ArgumentException($"{block.GetType()} cannot be laid out.", nameof(block)),
    };

    private sealed class Counters
    {
        public int[] Headings { get; } = [0, 0, 0];

        public int Articles { get; set; }
    }

    private static IEnumerable<W.Paragraph> ArticleOf(Article article, int number)
    {
        var lines = FixedPackage.Clean(article.Text).Split('\n');
        yield return new W.Paragraph(
            new ParagraphProperties(new ParagraphStyleId { Val = "Text" }), Run(string.Create(CultureInfo.InvariantCulture, $"Điều {number}. "), bold: true), Run(lines[0]));
        foreach (var line in lines.Skip(1))
        {
            yield return new W.Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "Text" }), Run(line));
        }
    }

    /// <summary>A heading goes with the table below it.</summary>
    private static bool IsTurned(IReadOnlyList<Block> blocks, int from) => blocks.Skip(from).SkipWhile(next => next is Heading).FirstOrDefault() is Table { Landscape: true };

    /// <summary>Which way the page stands that is being filled.</summary>
    private sealed class PageTurns
    {
        private bool _first = true;

        public bool Landscape { get; private set; }

        /// <summary>Ends the section where the next page stands the other way, or always.</summary>
        public void Turn(Body body, bool landscape, bool always = false)
        {
            if (landscape != Landscape || always)
            {
                body.Append(EndOf(Last()));
                (Landscape, _first) = (landscape, false);
            }
        }

        public SectionProperties Last() => Section(Landscape, _first);
    }

    /// <summary>Justified, unless a word as long as a line, such as a checksum, would stretch the line before it.</summary>
    private static OpenXmlElement TextOf(string text) => new W.Paragraph(
        new ParagraphProperties(
            [
                new ParagraphStyleId { Val = "Text" },
                .. text.Split(' ').Any(word => word.Length > LongestWord) ? [new Justification { Val = JustificationValues.Left }] : Array.Empty<OpenXmlElement>(),
            ]),
        Run(text));

    private static W.Table Head(DocumentHead head)
    {
        W.Paragraph[] agency =
        [
            .. head.ParentAgency is null ? Array.Empty<W.Paragraph>() : [Line(JustificationValues.Center, Run(Upper(head.ParentAgency), AgencySize))],
            Line(JustificationValues.Center, Run(Upper(head.Agency), AgencySize, bold: true)),
            Rule(AgencyWidth, Math.Clamp(head.Agency.Length * AgencySize * 5, 800, 1600)), // a third to a half of the name's length
        ];
        W.Paragraph[] state =
        [
            Line(JustificationValues.Center, Run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", StateSize, bold: true)),
            Line(JustificationValues.Center, Run("Độc lập - Tự do - Hạnh phúc", BodySize, bold: true)),
            Rule(StateWidth, MottoLine),
        ];
        return Grid([AgencyWidth, StateWidth],
            [agency, state],
            [[Line(JustificationValues.Center, Run(head.NumberLine, NumberSize))], [Line(JustificationValues.Center, Run(head.DateLine, BodySize, italic: true))]]);
    }

    private static OpenXmlElement[] Title(DocumentHead head) =>
    [
        Line(JustificationValues.Center, Run(Upper(head.Kind), BodySize, bold: true)),
        .. FixedPackage.Clean(head.Subject).Split('\n').Select(text => Line(JustificationValues.Center, Run(text, BodySize, bold: true))),
        Rule(TextWidth, TitleLine),
        Gap(),
    ];

    private static W.Paragraph HeadingOf(Heading heading, int[] numbers)
    {
        var level = heading.Level is 1 or 2 or 3 ? heading.Level : throw new ArgumentException($"A heading has the level {heading.Level}.", nameof(heading));
        numbers[level - 1]++;
        Array.Clear(numbers, level, numbers.Length - level);
        var number = numbers[level - 1];
        var text = level switch
        {
            1 => $"{Roman(number)}. {Upper(heading.Text)}",
            2 => string.Create(CultureInfo.InvariantCulture, $"{number}. {heading.Text}"),
            _ => $"{Letter(number)}) {heading.Text}",
        };
        return new W.Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = $"Heading{level}" }), Run(text));
    }

    private static OpenXmlElement[] Signature(OfficialDocument document)
    {
        var signer = SignerOf(document.Signer, "(Ký, ghi rõ họ tên, đóng dấu)");
        return document.LeftSigner is not { } left
            ? [Halves(Recipients(document), signer)]
            : [Halves(SignerOf(left, "(Ký, ghi rõ họ tên)"), signer), Gap(), Halves(Recipients(document), [Line(JustificationValues.Center)])];
    }

    private static W.Table Halves(W.Paragraph[] left, W.Paragraph[] right) => Grid([TextWidth / 2, TextWidth - (TextWidth / 2)], [[left, right]]);

    private static W.Paragraph[] Recipients(OfficialDocument document) => document.Recipients.Count == 0 ? [Line(JustificationValues.Left)] :
    [
        Line(JustificationValues.Left, Run("Nơi nhận:", RecipientsTitleSize, bold: true, italic: true)),
        .. document.Recipients.Select((name, i) =>
            Line(JustificationValues.Left, Run($"- {name.TrimEnd(';', '.')}{(i == document.Recipients.Count - 1 ? '.' : ';')}", RecipientsSize))),
    ];

    private static W.Paragraph[] SignerOf(Signer? signer, string note) => signer is null ? [Line(JustificationValues.Center)] :
    [
        .. Upper(signer.Title).Split('\n').Select(line => Line(JustificationValues.Center, Run(line, BodySize, bold: true))),
        Line(JustificationValues.Center, Run(note, BodySize, italic: true)),
        Line(JustificationValues.Center, SignatureRoom, 0, Run(signer.Name, BodySize, bold: true)),
    ];

    private static W.Table TableOf(Table table, int width)
    {
        var columns = table.Columns.Where(column => !column.Hidden).ToList();
        var widths = Share(width, [.. columns.Select(column => column.Width)]);
        var borders = new TableBorders(
            new TopBorder { Val = BorderValues.Single, Size = 4 }, new LeftBorder { Val = BorderValues.Single, Size = 4 },
            new BottomBorder { Val = BorderValues.Single, Size = 4 }, new RightBorder { Val = BorderValues.Single, Size = 4 },
            new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 });
        var result = new W.Table(Properties(width, borders, CellMargin), new TableGrid(widths.Select(x => new GridColumn { Width = Number(x) })));
        result.Append(new W.TableRow([
            new TableRowProperties(new CantSplit(), new TableHeader()),
            .. columns.Select((column, i) => CellOf(widths[i], TableVerticalAlignmentValues.Center, [Line(JustificationValues.Center, CellSpace, CellSpace, Run(column.Title, TableSize, bold: true))]))]));
        foreach (var row in table.Rows)
        {
            var cells = row.Cells.Where((_, i) => !table.Columns[i].Hidden).ToList();
            var whole = cells.TrueForAll(cell => cell.Text is not { Length: > LongestWhole }) ? new OpenXmlElement[] { new TableRowProperties(new CantSplit()) } : [];
            result.Append(new W.TableRow([.. whole, .. cells.Select((cell, i) => CellOf(widths[i], TableVerticalAlignmentValues.Top, LinesOf(columns[i], cell, row.Bold)))]));
        }

        return result;
    }

    private static W.Paragraph ChartOf(BarChart chart, int width, MainDocumentPart main, string id, uint number)
    {
        var whiskers = chart.Bars.Any(bar => bar.Interval is not null);
        main.AddNewPart<ChartPart>(id).ChartSpace = ChartSpaces.Of(chart.Finding, chart.Measure, new BarSeries(
            new([.. chart.Bars.Select(bar => bar.Label)]),
            new([.. chart.Bars.Select(bar => (decimal?)bar.Value)]),
            whiskers ? new([.. chart.Bars.Select(bar => bar.Value - bar.Interval?.Low)]) : null,
            whiskers ? new([.. chart.Bars.Select(bar => bar.Interval?.High - bar.Value)]) : null,
            chart.Maximum, "0.00##", [.. chart.Bars.Select(bar => VietnameseNumbers.Exact(bar.Value))]));
        var frame = new Inline.Inline(
            new Inline.Extent { Cx = width * ChartSpaces.EmuPerTwip, Cy = ChartSpaces.Height(chart.Bars.Count) },
            new Inline.DocProperties { Id = number, Name = string.Create(CultureInfo.InvariantCulture, $"Biểu đồ {number}"), Description = FixedPackage.Clean(chart.Description) },
            new Inline.NonVisualGraphicFrameDrawingProperties(),
            new D.Graphic(new D.GraphicData(new C.ChartReference { Id = id }) { Uri = ChartSpaces.Namespace }))
        {
            DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0,
        };
        return Line(JustificationValues.Center, 0, CellSpace, new Run(new Drawing(frame)));
    }

    private static W.Paragraph[] LinesOf(TableColumn column, Cell cell, bool bold) =>
        [.. Text(column, cell).Split('\n').Select(text => Line(Alignment(column, cell), CellSpace, CellSpace, bold, Run(text, TableSize, bold)))];

    private static string Text(TableColumn column, Cell cell) => cell.Number is not { } number ? FixedPackage.Clean(cell.Text) : column.NumberFormat switch
    {
        "0" => number.ToString("0", VietnameseNumbers.Format),
        "#,##0" => number.ToString("#,##0", VietnameseNumbers.Format),
        _ => VietnameseNumbers.Exact(number),
    };

    private static JustificationValues Alignment(TableColumn column, Cell cell) => (column.Alignment, cell.Number) switch
    {
        (CellAlignment.Centre, _) => JustificationValues.Center,
        (CellAlignment.Right, _) or (_, not null) => JustificationValues.Right,
        _ => JustificationValues.Left,
    };

    /// <summary>Columns without lines, whose rows stay on one page.</summary>
    private static W.Table Grid(int[] widths, params W.Paragraph[][][] rows) => new(
        [
            Properties(widths.Sum(), new TableBorders(new TopBorder { Val = BorderValues.None }), 0),
            new TableGrid(widths.Select(width => new GridColumn { Width = Number(width) })),
            .. rows.Select(cells => new W.TableRow(
                [new TableRowProperties(new CantSplit()), .. cells.Select((lines, i) => CellOf(widths[i], TableVerticalAlignmentValues.Top, lines))])),
        ]);

    private static TableProperties Properties(int width, TableBorders borders, int margin) => new(
        new TableWidth { Width = Number(width), Type = TableWidthUnitValues.Dxa },
        new TableIndentation { Width = 0, Type = TableWidthUnitValues.Dxa },
        borders,
        new TableLayout { Type = TableLayoutValues.Fixed },
        new TableCellMarginDefault(
            new TableCellLeftMargin { Width = (short)margin, Type = TableWidthValues.Dxa },
            new TableCellRightMargin { Width = (short)margin, Type = TableWidthValues.Dxa }));

    private static TableCell CellOf(int width, TableVerticalAlignmentValues vertical, W.Paragraph[] lines) => new(
        [
            new TableCellProperties(
                new TableCellWidth { Width = Number(width), Type = TableWidthUnitValues.Dxa }, new TableCellVerticalAlignment { Val = vertical }),
            .. lines,
        ]);

    private static W.Paragraph Line(JustificationValues alignment, params OpenXmlElement[] content) => Line(alignment, 0, 0, content);

    private static W.Paragraph Line(JustificationValues alignment, int before, int after, params OpenXmlElement[] content) => Line(alignment, before, after, keepNext: false, content);

    private static W.Paragraph Line(JustificationValues alignment, int before, int after, bool keepNext, params OpenXmlElement[] content) => new(
        [
            new ParagraphProperties(
                [
                    .. keepNext ? [new KeepNext()] : Array.Empty<OpenXmlElement>(),
                    new SpacingBetweenLines { Before = Number(before), After = Number(after), Line = "240", LineRule = LineSpacingRuleValues.Auto },
                    new Justification { Val = alignment },
                ]),
            .. content,
        ]);

    /// <summary>A drawn line of the given length in the middle of the width.</summary>
    private static W.Paragraph Rule(int width, int length)
    {
        var side = Number((width - length) / 2);
        return new W.Paragraph(new ParagraphProperties(
            new ParagraphBorders(new TopBorder { Val = BorderValues.Single, Size = 6, Space = 1 }),
            new SpacingBetweenLines { Before = "40", After = "0", Line = "120", LineRule = LineSpacingRuleValues.Exact },
            new Indentation { Left = side, Right = side }));
    }

    /// <summary>Also keeps one table from growing into the next.</summary>
    private static W.Paragraph Gap() => new(new ParagraphProperties(new SpacingBetweenLines { Before = "0", After = "0", Line = "200", LineRule = LineSpacingRuleValues.Exact }));

    /// <summary>What has to stand after the last table, so low that it never needs a page of its own.</summary>
    private static W.Paragraph End() => new(new ParagraphProperties(new SpacingBetweenLines { Before = "0", After = "0", Line = "20", LineRule = LineSpacingRuleValues.Exact }));

    private static Run Run(string? text, int? size = null, bool bold = false, bool italic = false)
    {
        var properties = new RunProperties();
        if (bold)
        {
            properties.Append(new Bold());
        }

        if (italic)
        {
            properties.Append(new Italic());
        }

        if (size is { } points)
        {
            properties.Append(new FontSize { Val = Number(points * 2) }, new FontSizeComplexScript { Val = Number(points * 2) });
        }

        var run = new Run(new W.Text(FixedPackage.Clean(text)) { Space = SpaceProcessingModeValues.Preserve });
        return properties.HasChildren ? (Run)run.PrependChild(properties)!.Parent! : run;
    }

    private static W.Paragraph EndOf(SectionProperties section)
    {
        var paragraph = End();
        paragraph.ParagraphProperties!.Append(section);
        return paragraph;
    }

    private static SectionProperties Section(bool landscape, bool first)
    {
        var section = new SectionProperties(
            new HeaderReference { Type = HeaderFooterValues.Default, Id = OtherPagesHeader },
            new HeaderReference { Type = HeaderFooterValues.First, Id = FirstPageHeader },
            new SectionType { Val = SectionMarkValues.NextPage },
            landscape
                ? new PageSize { Width = PageHeight, Height = PageWidth, Orient = PageOrientationValues.Landscape }
                : new PageSize { Width = PageWidth, Height = PageHeight },
            new PageMargin { Top = Top, Bottom = Bottom, Left = Left, Right = Right, Header = HeaderDistance, Footer = HeaderDistance, Gutter = 0 });
        if (first)
        {
            section.Append(new TitlePage()); // the first page has no number
        }

        return section;
    }

    public static Styles Styles()
    {
        static RunPropertiesBaseStyle Font() => new(
            new RunFonts { Ascii = "Times New Roman", HighAnsi = "Times New Roman", EastAsia = "Times New Roman", ComplexScript = "Times New Roman" },
            new FontSize { Val = Number(BodySize * 2) }, new FontSizeComplexScript { Val = Number(BodySize * 2) },
            new Languages { Val = "vi-VN" });

        static Style Of(string id, string name, StyleParagraphProperties paragraph, bool bold = false)
        {
            var style = new Style(new StyleName { Val = name }, new BasedOn { Val = "Normal" }, new PrimaryStyle(), paragraph) { Type = StyleValues.Paragraph, StyleId = id };
            if (bold)
            {
                style.Append(new StyleRunProperties(new Bold()));
            }

            return style;
        }

        static StyleParagraphProperties Paragraph(int? outline) => new(
            [
                .. outline is null ? Array.Empty<OpenXmlElement>() : [new KeepNext()],
                new SpacingBetweenLines { Before = "0", After = "120", Line = "264", LineRule = LineSpacingRuleValues.Auto },
                new Indentation { FirstLine = Number(FirstLine) },
                new Justification { Val = JustificationValues.Both },
                .. outline is { } level ? [new OutlineLevel { Val = level }] : Array.Empty<OpenXmlElement>(),
            ]);

        return new Styles(
            new DocDefaults(new RunPropertiesDefault(Font()), new ParagraphPropertiesDefault()),
            new Style(new StyleName { Val = "Normal" }, new PrimaryStyle()) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true },
            Of("Text", "Body Text", Paragraph(null)),
            Of("Heading1", "heading 1", Paragraph(0), bold: true),
            Of("Heading2", "heading 2", Paragraph(1), bold: true),
            Of("Heading3", "heading 3", Paragraph(2)));
    }

    /// <summary>Parts of a whole that add up to it.</summary>
    private static int[] Share(int whole, double[] weights)
    {
        var parts = weights.Select(weight => (int)(whole * weight / weights.Sum())).ToArray();
        parts[^1] += whole - parts.Sum();
        return parts;
    }

    private static string Roman(int number)
    {
        (int Value, string Sign)[] signs = [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
        var text = "";
        foreach (var (value, sign) in signs)
        {
            for (; number >= value; number -= value)
            {
                text += sign;
            }
        }

        return text;
    }

    private static string Letter(int number) => number <= Letters.Length ? Letters[number - 1].ToString() : Letter((number - 1) / Letters.Length) + Letter(((number - 1) % Letters.Length) + 1);

    private static string Upper(string text) => FixedPackage.Clean(text).ToUpperInvariant();

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
