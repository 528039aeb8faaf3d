using DocumentFormat.OpenXml.Spreadsheet;

namespace CCHC.Assessment.Workbooks;

/// <summary>How the cells of the workbook look; the constants are places in the list of formats.</summary>
internal static class WorkbookStyles
{
    public const uint Plain = 0, Title = 1, Header = 2, Text = 3, Centred = 4, Number = 5, GroupText = 6, GroupCentred = 7, GroupNumber = 8;
    public const uint RepeatedText = 9, RepeatedCentred = 10, RepeatedNumber = 11, NumberInput = 12, TextInput = 13, Locked = 14, Hidden = 15, Prose = 16;

    private const uint Points = 164, AsText = 49;

    public static Stylesheet Create() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = Points, FormatCode = "#,##0.00##" }),
        new Fonts(Font(11), Font(11, bold: true), Font(14, bold: true), Font(11, colour: "FF767676")),
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            Fill("FFFFF9DB"), Fill("FFEDEDED"), Fill("FFDCE6F1")),
        new Borders(
            new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
            new Border(
                new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin },
                new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin }, new DiagonalBorder())),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            Format(0, 0, 0, wrap: false), Format(2, 0, 0, wrap: false), Format(1, 4, 1, HorizontalAlignmentValues.Center),
            Format(0, 0, 1), Format(0, 0, 1, HorizontalAlignmentValues.Center), Format(0, 0, 1, HorizontalAlignmentValues.Right, Points),
            Format(1, 4, 1), Format(1, 4, 1, HorizontalAlignmentValues.Center), Format(1, 4, 1, HorizontalAlignmentValues.Right, Points),
            Format(3, 0, 1, wrap: false), Format(3, 0, 1, HorizontalAlignmentValues.Center), Format(3, 0, 1, HorizontalAlignmentValues.Right, Points),
            Format(0, 2, 1, HorizontalAlignmentValues.Right, open: true), Format(0, 2, 1, number: AsText, open: true), Format(0, 3, 1),
            Format(3, 0, 0, number: AsText, wrap: false), Format(0, 0, 0)));

    private static Font Font(double size, bool bold = false, string? colour = null)
    {
        var font = new Font();
        if (bold)
        {
            font.Append(new Bold());
        }

        font.Append(new FontSize { Val = size });
        if (colour is not null)
        {
            font.Append(new Color { Rgb = colour });
        }

        font.Append(new FontName { Val = "Times New Roman" });
        return font;
    }

    private static Fill Fill(string colour) => new(new PatternFill(new ForegroundColor { Rgb = colour }) { PatternType = PatternValues.Solid });

    /// <summary>A number is General where it is entered: Excel then shows by a date format that it took 5/12 for a day.</summary>
    private static CellFormat Format(uint font, uint fill, uint border, HorizontalAlignmentValues? horizontal = null, uint number = 0, bool wrap = true, bool open = false)
    {
        var alignment = new Alignment { Vertical = VerticalAlignmentValues.Top, WrapText = wrap };
        if (horizontal is { } side)
        {
            alignment.Horizontal = side;
        }

        return new CellFormat(alignment, new Protection { Locked = !open })
        {
            FontId = font, FillId = fill, BorderId = border, NumberFormatId = number,
            ApplyFont = true, ApplyFill = fill > 0, ApplyBorder = border > 0, ApplyAlignment = true, ApplyNumberFormat = number > 0, ApplyProtection = true,
        };
    }
}
