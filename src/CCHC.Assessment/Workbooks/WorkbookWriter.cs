using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CCHC.Assessment.Workbooks;

/// <summary>Writes a sheet to be filled in without the system. Only the values are open; hidden columns say which row is which and what it said when it was written.</summary>
internal static partial class WorkbookWriter
{
    public const string SheetName = "Phiếu";
    public const string LabelHeader = "Nội dung nhập";
    public const int HeaderRow = 8;

    private const int LongestNumber = 15; // digits that Excel keeps
    private static readonly double[] Widths = [9, 42, 9, 40, 28, 24, 13];
    private static readonly string[] Headers = ["Mã", "Tên tiêu chí", "Điểm tối đa", "Cách chấm", LabelHeader, "Giá trị", "Điểm máy chủ tính", "Khóa", "Giá trị khi tải", "Điểm khi tải"];

    /// <param name="title">Of the sheet.</param>
    /// <param name="facts">What stands above the table, one line each.</param>
    /// <param name="rows">In reading order.</param>
    public static byte[] Write(string title, IReadOnlyList<string> facts, IReadOnlyList<WorkbookRow> rows)
    {
        using var file = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = WorkbookStyles.Create();
            var lists = rows.Where(row => row.Field is { Kind: FieldKind.Choice }).Select(row => row.Field!.Options).ToList();
            var (sheet, guide, options) = (workbook.AddNewPart<WorksheetPart>(), workbook.AddNewPart<WorksheetPart>(), workbook.AddNewPart<WorksheetPart>());
            sheet.Worksheet = Sheet(title, facts, rows);
            guide.Worksheet = new Worksheet(
                new Columns(new Column { Min = 1, Max = 1, Width = 110, CustomWidth = true }),
                new SheetData(WorkbookGuide.Lines.Select((line, i) => new Row(Text("A", i + 1, line, i == 0 ? WorkbookStyles.Title : WorkbookStyles.Prose)))),
                Protection());
            options.Worksheet = new Worksheet(new SheetData(Enumerable.Range(0, lists.Select(list => list.Count).DefaultIfEmpty().Max())
                .Select(i => new Row(lists.Select((list, column) => i < list.Count ? Text(Letter(column), i + 1, list[i], WorkbookStyles.Hidden) : null).OfType<Cell>()) { RowIndex = (uint)i + 1 })));
            workbook.Workbook = new Workbook(
                new Sheets(
                    new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = SheetName },
                    new Sheet { Id = workbook.GetIdOfPart(guide), SheetId = 2, Name = "Hướng dẫn" },
                    new Sheet { Id = workbook.GetIdOfPart(options), SheetId = 3, Name = "Danh mục", State = SheetStateValues.Hidden }),
                new DefinedNames(new DefinedName($"'{SheetName}'!${HeaderRow}:${HeaderRow}") { Name = "_xlnm.Print_Titles", LocalSheetId = 0 }));
        }

        return file.ToArray();
    }

    private static Worksheet Sheet(string title, IReadOnlyList<string> facts, IReadOnlyList<WorkbookRow> rows)
    {
        var data = new SheetData(new Row(Text("A", 1, title, WorkbookStyles.Title)) { RowIndex = 1, Height = 24, CustomHeight = true });
        data.Append(facts.Select((fact, i) => new Row(Text("A", i + 2, fact, WorkbookStyles.Plain)) { RowIndex = (uint)i + 2 }));
        data.Append(new Row(Headers.Select((text, column) => Text(Letter(column), HeaderRow, text, WorkbookStyles.Header))) { RowIndex = HeaderRow, Height = 34, CustomHeight = true });
        var validations = new List<DataValidation>();
        var lists = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var at = HeaderRow + 1 + i;
            data.Append(Row(rows[i], at));
            if (rows[i].Field is { } field && Validation(field, lists) is { } validation && rows[i].Open)
            {
                validation.SequenceOfReferences = new ListValue<StringValue> { InnerText = $"F{at}" };
                validations.Add(validation);
            }

            lists += rows[i].Field is { Kind: FieldKind.Choice } ? 1 : 0;
        }

        var columns = new Columns(Widths.Select((width, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = width, CustomWidth = true }));
        columns.Append(new Column { Min = 8, Max = 10, Width = 12, CustomWidth = true, Hidden = true });
        var sheet = new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(new SheetView(
                new Pane { VerticalSplit = HeaderRow, TopLeftCell = $"A{HeaderRow + 1}", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen })
            { WorkbookViewId = 0 }),
            columns, data, Protection());
        if (validations.Count > 0)
        {
            sheet.Append(new DataValidations(validations) { Count = (uint)validations.Count });
        }

        sheet.Append(
            new PageMargins { Left = 0.79, Right = 0.59, Top = 0.79, Bottom = 0.79, Header = 0.3, Footer = 0.3 }, // inches; Decree 30/2020/NĐ-CP, turned with the sheet
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 },
            new HeaderFooter(new OddFooter("&C&P/&N")));
        return sheet;
    }

    private static Row Row(WorkbookRow row, int at)
    {
        var (node, heading) = (row.Node, row.Field is null);
        var (text, centred, number) = heading
            ? (WorkbookStyles.GroupText, WorkbookStyles.GroupCentred, WorkbookStyles.GroupNumber)
            : row.First
                ? (WorkbookStyles.Text, WorkbookStyles.Centred, WorkbookStyles.Number)
                : (WorkbookStyles.RepeatedText, WorkbookStyles.RepeatedCentred, WorkbookStyles.RepeatedNumber);
        var rule = !heading && row.First ? CCHC.Scoring.Scorer.Describe(node.Leaf!.Rule, node.MaxPoints) : "";
        var cells = new List<Cell>
        {
            Text("A", at, node.Code, centred), Text("B", at, node.Name, text), Number("C", at, node.MaxPoints, number), Text("D", at, rule, text),
            Text("E", at, row.Field?.Label ?? "", text is WorkbookStyles.GroupText ? text : WorkbookStyles.Text), Value(row, at),
            row.Points is { Length: > 0 } points && char.IsAsciiDigit(points[0]) ? Number("G", at, LeafField.Number(points), WorkbookStyles.Number) : Text("G", at, row.Points ?? "", heading ? text : WorkbookStyles.Centred),
        };
        if (row.Key is not null)
        {
            cells.AddRange([Text("H", at, row.Key, WorkbookStyles.Hidden), Text("I", at, row.Value ?? "", WorkbookStyles.Hidden), Text("J", at, row.Points ?? "", WorkbookStyles.Hidden)]);
        }

        return new Row(cells) { RowIndex = (uint)at, Height = Height(heading, row.First ? node.Name : "", rule, row.Field?.Label ?? "", row.Value ?? ""), CustomHeight = true };
    }

    private static Cell Value(WorkbookRow row, int at)
    {
        var isNumber = row.Field?.Kind == FieldKind.Number;
        var style = row.Field is null ? WorkbookStyles.GroupText : !row.Open ? WorkbookStyles.Locked : isNumber ? WorkbookStyles.NumberInput : WorkbookStyles.TextInput;
        return isNumber && row.Value is { } value && value.Count(char.IsAsciiDigit) <= LongestNumber ? Number("F", at, LeafField.Number(value), style) : Text("F", at, row.Value ?? "", style);
    }

    /// <summary>Numbers may also be typed as text, with a comma or a point, so Excel only warns.</summary>
    private static DataValidation? Validation(LeafField field, int list)
    {
        DataValidation validation;
        switch (field.Kind)
        {
            case FieldKind.Number:
                validation = new DataValidation(new Formula1("0"), new Formula2("1000000000000")) { Type = DataValidationValues.Decimal, Operator = DataValidationOperatorValues.Between };
                (validation.ErrorStyle, validation.ErrorTitle, validation.Error) = (DataValidationErrorStyleValues.Warning, "Không phải số", "Ghi một số từ 0 trở lên, ví dụ 85,5 hoặc 85.5. Vẫn giữ giá trị này?");
                break;
            case FieldKind.YesNo:
                validation = new DataValidation(new Formula1($"\"{LeafField.Yes},{LeafField.No}\"")) { Type = DataValidationValues.List };
                (validation.ErrorStyle, validation.ErrorTitle, validation.Error) = (DataValidationErrorStyleValues.Warning, "Có hay không", "Chọn Có hoặc Không. Vẫn giữ giá trị này?");
                break;
            case FieldKind.Mark:
                validation = new DataValidation(new Formula1($"\"{LeafField.Marked}\"")) { Type = DataValidationValues.List };
                (validation.ErrorStyle, validation.ErrorTitle, validation.Error) = (DataValidationErrorStyleValues.Warning, "Không phát sinh", "Ghi x nếu trong năm không phát sinh, nếu có thì để trống. Vẫn giữ giá trị này?");
                break;
            case FieldKind.Choice:
                validation = new DataValidation(new Formula1($"'Danh mục'!${Letter(list)}$1:${Letter(list)}${field.Options.Count}")) { Type = DataValidationValues.List };
                (validation.ErrorTitle, validation.Error) = ("Mức đạt được", "Chọn một mức trong danh sách.");
                break;
            case FieldKind.Text:
                validation = new DataValidation(new Formula1(field.MaxLength.ToString(CultureInfo.InvariantCulture))) { Type = DataValidationValues.TextLength, Operator = DataValidationOperatorValues.LessThanOrEqual };
                (validation.ErrorTitle, validation.Error) = ("Quá dài", $"Tối đa {field.MaxLength} ký tự.");
                break;
            default:
                return null;
        }

        (validation.AllowBlank, validation.ShowErrorMessage) = (true, true);
        return validation;
    }

    private static SheetProtection Protection() => new() { Sheet = true, FormatRows = false };

    /// <summary>Excel does not measure wrapped text until a cell is edited, so lines are counted here.</summary>
    private static double Height(bool bold, params string[] texts)
    {
        double[] widths = [Widths[1], Widths[3], Widths[4], Widths[5]];
        var lines = texts.Select((text, i) => text.Split('\n').Sum(line => Math.Ceiling(Math.Max(1, line.Length * (bold ? 1.15 : 1.05)) / widths[i]))).Max();
        return Math.Min(409, 4 + lines * 16);
    }

    internal static string Letter(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letter(column / 26 - 1) + (char)('A' + column % 26);

    private static Cell Text(string column, int row, string text, uint style) =>
        new(new InlineString(new Text(Safe(text)) { Space = SpaceProcessingModeValues.Preserve })) { CellReference = $"{column}{row}", DataType = CellValues.InlineString, StyleIndex = style };

    private static Cell Number(string column, int row, decimal number, uint style) =>
        new(new CellValue(number.ToString("0.############################", CultureInfo.InvariantCulture))) { CellReference = $"{column}{row}", DataType = CellValues.Number, StyleIndex = style };

    /// <summary>What XML cannot hold is left out; _x000D_, which Excel would take for a character, is spelt so that it stays what it is.</summary>
    private static string Safe(string text) =>
        Escape().Replace(text.EnumerateRunes().Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)).Aggregate(new StringBuilder(text.Length), (all, rune) => all.Append(rune)).ToString(), "_x005F_${rest}");

    [GeneratedRegex("_(?<rest>x[0-9A-Fa-f]{4}_)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escape();
}
