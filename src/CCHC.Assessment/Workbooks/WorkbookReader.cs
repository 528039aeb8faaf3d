using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using CCHC.Assessment.Evidence;
using CCHC.EvidenceFiles.Checks;
using CCHC.ServiceDefaults.Errors;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CCHC.Assessment.Workbooks;

/// <summary>A cell as the file holds it.</summary>
/// <param name="Text">Null for an empty one; numbers with a decimal point.</param>
/// <param name="Type">How the file says that it is meant.</param>
/// <param name="IsFormula">What it shows was computed on somebody's machine.</param>
internal sealed record WorkbookCell(string? Text, CellType Type, bool IsFormula)
{
    public static readonly WorkbookCell Empty = new(Text: null, CellType.Text, IsFormula: false);
}

internal enum CellType
{
    Text,
    Number,

    /// <summary>A number that is shown as a day or a time.</summary>
    Date,
    Boolean,
    Error,
}

/// <summary>One row of a returned workbook: columns A, E, F, G and the hidden ones.</summary>
internal sealed record WorkbookLine(
    int Row, string? Code, string? Label, WorkbookCell Value, WorkbookCell Points, string? Key, string? ValueBefore, string? PointsBefore);

/// <summary>Reads a workbook that has come back, whatever has become of it; knows where cells stand and nothing of criteria.</summary>
internal sealed partial class WorkbookReader
{
    private const long LargestUnpacked = 24 * 1024 * 1024;
    private const int MostRows = 10_000;
    private const string NotExcel = "Không đọc được tệp: đây không phải tệp Excel .xlsx, hoặc tệp đã hỏng. Mở bằng Excel, chọn Tệp → Lưu thành → Sổ làm việc Excel (.xlsx) rồi nạp lại.";

    private readonly List<string> _strings = [];
    private readonly List<bool> _dates = [];

    /// <summary>The rows of the page that has keys; empty where none has.</summary>
    /// <exception cref="InvalidInputException">Not a workbook, too large, or damaged.</exception>
    public static IReadOnlyList<WorkbookLine> Read(MemoryStream file)
    {
        RefuseOthers(file);
        try
        {
            file.Position = 0;
            using var document = SpreadsheetDocument.Open(file, isEditable: false);
            return new WorkbookReader().Read(document.WorkbookPart ?? throw Refuse(NotExcel));
        }
        catch (Exception exception) when (exception is OpenXmlPackageException or InvalidDataException or IOException or XmlException or FormatException
            or ArgumentException or InvalidOperationException or NullReferenceException or KeyNotFoundException or NotSupportedException)
        {
            throw Refuse(NotExcel);
        }
    }

    private static InvalidInputException Refuse(string message) => new("file", message);

    private static void RefuseOthers(MemoryStream file)
    {
        var start = new byte[16];
        file.Position = 0;
        var type = FileType.BySignature(start.AsSpan(0, file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)));
        if (type == FileType.OldWord)
        {
            throw Refuse("Tệp ở dạng .xls cũ hoặc đặt mật khẩu nên không đọc được. Mở bằng Excel, bỏ mật khẩu nếu có, lưu dạng .xlsx rồi nạp lại.");
        }

        if (type != FileType.Zip)
        {
            throw Refuse(file.Length == 0 ? "Tệp rỗng. Chọn phiếu Excel đã tải về từ hệ thống." : NotExcel);
        }

        try
        {
            if (ZipCheck.Require(file, "Phiếu Excel") != FileType.Excel)
            {
                throw Refuse(NotExcel);
            }
        }
        catch (EvidenceRefusedException refused)
        {
            throw Refuse(refused.Code switch
            {
                "evidence.macro" => "Tệp có macro (mã lệnh) nên không nhận. Lưu lại dạng .xlsx rồi nạp lại.",
                "evidence.zip-bomb" => TooLarge,
                _ => NotExcel,
            });
        }

        // What the entries say of their size has just been checked.
        file.Position = 0;
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Where(entry => !entry.FullName.Contains("/media/", StringComparison.Ordinal)).Sum(entry => entry.Length) > LargestUnpacked)
        {
            throw Refuse(TooLarge);
        }
    }

    private const string TooLarge = "Tệp giải nén ra quá lớn so với một phiếu. Chỉ giữ các trang của phiếu đã tải về rồi nạp lại.";

    private List<WorkbookLine> Read(WorkbookPart workbook)
    {
        ReadStrings(workbook.SharedStringTablePart);
        ReadFormats(workbook.WorkbookStylesPart?.Stylesheet);
        var pages = workbook.Workbook!.Sheets!.Elements<Sheet>().OrderBy(sheet => sheet.Name?.Value == WorkbookWriter.SheetName ? 0 : 1)
            .Select(sheet => workbook.GetPartById(sheet.Id!.Value!)).OfType<WorksheetPart>().Select(ReadPage);
        return pages.FirstOrDefault(lines => lines.Any(line => line.Key is not null && WorkbookRow.SheetOf(line.Key) is not null)) ?? [];
    }

    private void ReadStrings(SharedStringTablePart? part)
    {
        if (part is null)
        {
            return;
        }

        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement)
            {
                _strings.Add(TextOf(reader.LoadCurrentElement()!));
            }
        }
    }

    private void ReadFormats(Stylesheet? styles)
    {
        var own = styles?.NumberingFormats?.Elements<NumberingFormat>().ToLookup(format => format.NumberFormatId?.Value, format => format.FormatCode?.Value ?? "");
        _dates.AddRange(styles?.CellFormats?.Elements<CellFormat>().Select(format => format.NumberFormatId?.Value switch
        {
            >= 14 and <= 22 or >= 27 and <= 36 or >= 45 and <= 47 or >= 50 and <= 58 => true,
            { } id when own?[id].FirstOrDefault() is { } code => DateLetters().IsMatch(Literals().Replace(code, "")),
            _ => false,
        }) ?? []);
    }

    private List<WorkbookLine> ReadPage(WorksheetPart part)
    {
        var lines = new List<WorkbookLine>();
        var computed = new List<(int Top, int Bottom, int Left, int Right)>();
        var row = 0;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
            {
                continue;
            }

            var element = (Row)reader.LoadCurrentElement()!;
            row = (int?)element.RowIndex?.Value ?? row + 1;
            var cells = CellsOf(element, row, computed);
            if (cells.ContainsKey('H') || cells.TryGetValue('F', out _))
            {
                if (lines.Count == MostRows)
                {
                    throw Refuse($"Trang tính có quá {MostRows} dòng. Chỉ giữ các trang của phiếu đã tải về rồi nạp lại.");
                }

                lines.Add(new WorkbookLine(row, Plain('A'), Plain('E'), At('F'), At('G'), Plain('H'), Plain('I'), Plain('J')));
            }

            WorkbookCell At(char column) => cells.GetValueOrDefault(column, WorkbookCell.Empty);

            string? Plain(char column) => LeafField.Lines(At(column).Text);
        }

        return computed.Count == 0
            ? lines
            : [.. lines.Select(line => line with { Value = Spilled(line.Value, line.Row, 5), Points = Spilled(line.Points, line.Row, 6) })];

        // Of a formula for many cells only the first cell says that it is one.
        WorkbookCell Spilled(WorkbookCell cell, int at, int column) =>
            cell with { IsFormula = cell.IsFormula || computed.Exists(area => area.Top <= at && at <= area.Bottom && area.Left <= column && column <= area.Right) };
    }

    private Dictionary<char, WorkbookCell> CellsOf(Row row, int number, List<(int, int, int, int)> computed)
    {
        var cells = new Dictionary<char, WorkbookCell>();
        var column = -1;
        foreach (var cell in row.Elements<Cell>())
        {
            column = cell.CellReference?.Value is { } reference ? Place(reference).Column : column + 1;
            if (cell.CellFormula is { FormulaType.Value: var type, Reference.Value: { } area } && (type == CellFormulaValues.Array || type == CellFormulaValues.DataTable))
            {
                var corners = area.Split(':');
                var (from, to) = (Place(corners[0]), Place(corners[^1]));
                computed.Add((from.Row ?? number, to.Row ?? number, from.Column, to.Column));
            }

            if (column is >= 0 and < 10 && ContentOf(cell) is { } content)
            {
                cells[(char)('A' + column)] = content;
            }
        }

        return cells;
    }

    private WorkbookCell? ContentOf(Cell cell)
    {
        var raw = cell.CellValue?.InnerText;
        var type = cell.DataType?.Value ?? CellValues.Number;
        var (text, kind) = type == CellValues.SharedString && int.TryParse(raw, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < _strings.Count ? (_strings[index], CellType.Text)
            : type == CellValues.InlineString ? (cell.InlineString is { } inline ? TextOf(inline) : null, CellType.Text)
            : type == CellValues.Boolean ? (raw, CellType.Boolean)
            : type == CellValues.Error ? (raw, CellType.Error)
            : type == CellValues.Date ? (raw, CellType.Date)
            : type == CellValues.Number ? (raw, IsDate(cell) ? CellType.Date : CellType.Number)
            : (Decode(raw), CellType.Text);
        return string.IsNullOrWhiteSpace(text) && cell.CellFormula is null ? null : new WorkbookCell(text, kind, cell.CellFormula is not null);
    }

    private bool IsDate(Cell cell) => cell.StyleIndex?.Value is { } style && style < _dates.Count && _dates[(int)style];

    /// <summary>Without the readings that Asian spreadsheets put beside a text.</summary>
    private static string TextOf(OpenXmlElement item) => Decode(string.Concat(item.ChildElements.Select(child => child switch
    {
        Text text => text.Text,
        Run run => run.Text?.Text,
        _ => null,
    })))!;

    private static string? Decode(string? text) => text is null ? null : Escaped().Replace(text, match =>
    {
        var character = (char)int.Parse(match.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return character is '\n' or '\t' || (!char.IsControl(character) && !char.IsSurrogate(character)) ? character.ToString() : "";
    });

    private static (int Column, int? Row) Place(string reference)
    {
        var (column, at) = (0, 0);
        for (; at < reference.Length && at < 3 && char.IsAsciiLetter(reference[at]); at++)
        {
            column = column * 26 + (char.ToUpperInvariant(reference[at]) - 'A' + 1);
        }

        return (column - 1, int.TryParse(reference.AsSpan(at), CultureInfo.InvariantCulture, out var row) ? row : null);
    }

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Escaped();

    [GeneratedRegex("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Literals();

    [GeneratedRegex("[dmyhs]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DateLetters();
}
