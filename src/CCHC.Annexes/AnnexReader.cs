using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace CCHC.Annexes;

/// <summary>Finds the table of criteria in an Excel file, whatever stands around it and in whatever order its columns come.</summary>
public static partial class AnnexReader
{
    private const long LargestUnpacked = 64 * 1024 * 1024;
    private const int MostRows = 5_000;
    private const int MostColumns = 60;
    private const int HeaderWithin = 60;
    private const string NotExcel =
        "Không đọc được tệp: đây không phải tệp Excel (.xlsx, .xls), hoặc tệp đã hỏng. Mở bảng tiêu chí bằng Excel, chọn Tệp → Lưu thành → Sổ làm việc Excel (.xlsx) rồi tải tệp mới lên.";

    private sealed record Cell(object Value, string? Format);

    private sealed record Sheet(string Name, Dictionary<(int Row, int Column), Cell> Cells, CellRange[] Merges)
    {
        private readonly ILookup<int, (int Column, Cell Cell)> _rows = Cells.OrderBy(x => x.Key).ToLookup(x => x.Key.Row, x => (x.Key.Column, x.Value));

        public int Rows { get; } = Cells.Count == 0 ? 0 : Cells.Keys.Max(x => x.Row) + 1;

        /// <summary>The filled cells of a row, from left to right.</summary>
        public IEnumerable<Cell> Row(int row) => _rows[row].Select(x => x.Cell);

        /// <summary>As a Vietnamese reader sees it: a decimal comma, or the dot of a number such as 1.1 in the first column.</summary>
        public string? Text(int row, int? column, bool number = false) =>
            column is { } at && Cells.TryGetValue((row, at), out var cell) ? AnnexReader.Text(cell, number) : null;

        /// <summary>The first cell of the merge that covers this one, or the cell itself.</summary>
        public (int Row, int Column) Origin(int row, int column) =>
            Merges.FirstOrDefault(x => x.FromRow <= row && row <= x.ToRow && x.FromColumn <= column && column <= x.ToColumn) is { } merge
                ? (merge.FromRow, merge.FromColumn)
                : (row, column);
    }

    private sealed record Layout(int FirstRow, int? Code, IReadOnlyList<int> Names, int? Max, int? Method, int? Evidence, int? Exact)
    {
        public AnnexColumns Columns => new(
            Code is { } code ? Letter(code) : null,
            Letter(Names[0]),
            Max is { } max ? Letter(max) : null,
            Method is { } method ? Letter(method) : null,
            Evidence is { } evidence ? Letter(evidence) : null);
    }

    static AnnexReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // what .xls files are written in

    /// <exception cref="AnnexException">Not a workbook, too large, or without a table of criteria.</exception>
    public static AnnexDocument Read(Stream file)
    {
        RefuseOthers(file);
        try
        {
            using var reader = ExcelReaderFactory.CreateReader(file);
            return Choose(reader) ?? throw new AnnexException("Không thấy bảng tiêu chí trong tệp: cần một dòng tiêu đề có cột tên tiêu chí và cột điểm tối đa.");
        }
        catch (InvalidPasswordException)
        {
            throw new AnnexException(
                "Tệp đang đặt mật khẩu nên không đọc được. Mở tệp bằng Excel, chọn Tệp → Thông tin → Bảo vệ sổ làm việc → Mã hóa bằng mật khẩu, xóa trống mật khẩu, lưu dạng .xlsx rồi tải lên.");
        }
        catch (Exception exception) when (exception is ExcelReaderException or InvalidDataException or IOException or FormatException
            or System.Xml.XmlException or IndexOutOfRangeException or ArgumentException or NullReferenceException or KeyNotFoundException)
        {
            throw new AnnexException(NotExcel);
        }
    }

    /// <summary>The first visible sheet with a table; that others have one too is a doubt.</summary>
    private static AnnexDocument? Choose(IExcelDataReader reader)
    {
        (Sheet Sheet, Layout Layout)? chosen = null;
        var others = new List<string>();
        do
        {
            if (reader.VisibleState != "visible")
            {
                continue;
            }

            var sheet = Load(reader, chosen is null ? null : HeaderWithin + 5);
            if (FindLayout(sheet) is not { } layout)
            {
                continue;
            }

            if (chosen is null)
            {
                chosen = (sheet, layout);
            }
            else
            {
                others.Add(sheet.Name);
            }
        }
        while (reader.NextResult());

        if (chosen is not { } read)
        {
            return null;
        }

        var rows = FindRows(read.Sheet, read.Layout).ToList();
        var first = rows.Count > 0 ? rows[0].Row : read.Layout.FirstRow + 1;
        return new AnnexDocument(FindName(read.Sheet, read.Layout), read.Layout.Columns, rows,
        [
            .. others.Select(name => new AnnexDoubt(
                first, read.Layout.Columns.Name, name,
                $"Trang tính “{name}” cũng có bảng tiêu chí; tạm chỉ đọc trang “{read.Sheet.Name}”. Muốn đọc trang kia thì chuyển nó lên đầu tệp rồi tải lại.")),
        ]);
    }

    public static string Letter(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letter(column / 26 - 1) + (char)('A' + column % 26);

    /// <summary>Says what the file is instead of a workbook. Unpacks to nowhere and counts: what a zip says of its own size cannot be believed.</summary>
    private static void RefuseOthers(Stream file)
    {
        if (file.Length == 0)
        {
            throw new AnnexException("Tệp rỗng. Mở bảng tiêu chí bằng Excel, lưu dạng .xlsx rồi tải lên.");
        }

        var head = new byte[2];
        var isZip = file.ReadAtLeast(head, 2, throwOnEndOfStream: false) == 2 && head is [(byte)'P', (byte)'K'];
        file.Position = 0;
        if (!isZip)
        {
            return;
        }

        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var buffer = new byte[81_920];
            var unpacked = 0L;
            foreach (var entry in zip.Entries.Where(entry => !entry.FullName.Contains("/media/", StringComparison.Ordinal)))
            {
                using var content = entry.Open();
                for (int read; (read = content.Read(buffer)) > 0;)
                {
                    if ((unpacked += read) > LargestUnpacked)
                    {
                        throw new AnnexException("Tệp giải nén ra quá lớn. Xóa hình ảnh và các trang tính thừa, chỉ giữ bảng tiêu chí rồi tải lại.");
                    }
                }
            }

            if (zip.Entries.Any(entry => entry.FullName.StartsWith("word/", StringComparison.Ordinal)))
            {
                throw new AnnexException("Đây là tệp Word, dù tên có đuôi khác. Chép bảng tiêu chí sang một trang tính Excel, lưu dạng .xlsx rồi tải lên.");
            }
        }
        catch (InvalidDataException)
        {
            throw new AnnexException("Tệp hỏng hoặc không phải tệp Excel. Mở tệp bằng Excel, lưu lại dạng .xlsx rồi tải lên.");
        }

        file.Position = 0;
    }

    /// <param name="reader">At the sheet.</param>
    /// <param name="first">How many rows are enough; null for all.</param>
    private static Sheet Load(IExcelDataReader reader, int? first)
    {
        var cells = new Dictionary<(int, int), Cell>();
        var row = 0;
        while (row < (first ?? int.MaxValue) && reader.Read())
        {
            for (var column = 0; column < Math.Min(reader.FieldCount, MostColumns); column++)
            {
                if (reader.GetValue(column) is { } value and not "")
                {
                    if (row >= MostRows)
                    {
                        throw new AnnexException($"Trang tính có quá {MostRows} dòng. Chỉ giữ bảng tiêu chí rồi tải lại.");
                    }

                    cells[(row, column)] = new Cell(value, reader.GetNumberFormatString(column));
                }
            }

            row++;
        }

        return new Sheet(reader.Name, cells, reader.MergeCells ?? []);
    }

    private static string? Text(Cell cell, bool number)
    {
        var text = cell.Value switch
        {
            string typed => typed,
            double value => Text(value, number && Decimals().Match(cell.Format ?? "") is { Success: true } match ? match.Groups["zeros"].Length : 0, number),
            DateTime date => date.ToString("d/M/yyyy", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString() ?? "",
        };
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\u00a0', ' ').Normalize().Trim();
        return text.Length == 0 ? null : text;
    }

    // Through decimal, so that 0.1 + 0.2 of a formula is 0.3; 1E+30 stays as it is and becomes a doubt.
    private static string Text(double value, int decimals, bool number)
    {
        if (double.IsNaN(value) || Math.Abs(value) > 1e15)
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        var text = ((decimal)value).ToString(decimals > 0 ? "0." + new string('0', decimals) + "####" : "0.##########", CultureInfo.InvariantCulture);
        return number ? text : text.Replace('.', ',');
    }

    private static Layout? FindLayout(Sheet sheet)
    {
        for (var row = 0; row < Math.Min(sheet.Rows, HeaderWithin); row++)
        {
            var last = row;
            if (!LooksLikeHeader(sheet, row))
            {
                continue;
            }

            // A header of several rows: as far as merges reach, and further rows of header words.
            for (var again = true; again && last < row + 4;)
            {
                var reach = sheet.Merges.Where(x => x.FromRow >= row && x.FromRow <= last).Select(x => x.ToRow).Append(last).Max();
                again = reach > last || (last + 1 < sheet.Rows && LooksLikeHeader(sheet, last + 1));
                last = reach > last ? reach : again ? last + 1 : last;
            }

            if (LayoutOf(sheet, row, last) is { } layout)
            {
                return layout;
            }
        }

        return null;
    }

    private static bool LooksLikeHeader(Sheet sheet, int row)
    {
        var roles = sheet.Row(row).Where(cell => cell.Value is string).Select(cell => Text(cell, false) ?? "")
            .Where(text => text.Length is > 0 and < 80 && !char.IsDigit(text[^1]) && text[^1] != '.').Select(RoleOf).Where(role => role is not null).ToList();
        return roles.Count >= 2 && roles.Distinct().Count() >= 2 && roles.Contains("max");
    }

    /// <summary>The same words as above; a criterion may well speak of "tiêu chí" and "thang điểm".</summary>
    private static bool IsHeaderAgain(Sheet sheet, Layout layout, int row) =>
        LooksLikeHeader(sheet, row) && sheet.Text(row, layout.Names[0]) is { } name
        && Enumerable.Range(0, layout.FirstRow).Any(above => string.Equals(sheet.Text(above, layout.Names[0]), name, StringComparison.OrdinalIgnoreCase));

    private static Layout? LayoutOf(Sheet sheet, int first, int last)
    {
        var headers = new SortedDictionary<int, (string? Role, string Text)>();
        foreach (var column in Enumerable.Range(0, sheet.Cells.Keys.Max(x => x.Column) + 1))
        {
            var texts = Enumerable.Range(first, last - first + 1).Select(row => sheet.Origin(row, column)).Distinct()
                .Select(at => sheet.Text(at.Row, at.Column)).Where(text => text is not null).Select(text => text!).ToList();
            // The lowest words say most: "Điểm tối đa" below "Điểm".
            var role = texts.AsEnumerable().Reverse().Select(RoleOf).FirstOrDefault(x => x is not null);
            headers[column] = (role, string.Join(' ', texts).ToLowerInvariant());
        }

        int? Best(string role, string better) => headers.Where(x => x.Value.Role == role).OrderBy(x => Regex.IsMatch(x.Value.Text, better, RegexOptions.None, TimeSpan.FromSeconds(1)) ? 0 : 1)
            .Select(x => (int?)x.Key).FirstOrDefault();

        var names = headers.Where(x => x.Value.Role == "name").Select(x => x.Key).ToList();
        var max = Best("max", "tối đa|chuẩn|thang");
        if (names.Count == 0 || max is null)
        {
            return null;
        }

        var firstRow = last + 1;
        if (IsColumnNumbers(sheet, firstRow))
        {
            firstRow++;
        }

        return new Layout(firstRow, Best("code", "tt|mã"), names, max, Best("method", "cách|hướng dẫn") ?? Best("remark", "ghi"), Best("evidence", "kiểm|minh"), Best("exact", "cchc"));
    }

    private static string? RoleOf(string header)
    {
        var text = Spaces().Replace(header.ToLowerInvariant(), " ").Trim();
        return text switch
        {
            ExactHeader => "exact",
            _ when CodeHeader().IsMatch(text) => "code",
            _ when text.Contains("kiểm chứng", StringComparison.Ordinal) || text.Contains("minh chứng", StringComparison.Ordinal) => "evidence",
            _ when MethodHeader().IsMatch(text) => "method",
            _ when OtherPoints().IsMatch(text) => null,
            _ when MaxHeader().IsMatch(text) => "max",
            _ when NameHeader().IsMatch(text) => "name",
            _ when text.StartsWith("ghi chú", StringComparison.Ordinal) => "remark",
            _ => null,
        };
    }

    public const string ExactHeader = "dữ liệu của phần mềm cchc";

    private static bool IsColumnNumbers(Sheet sheet, int row)
    {
        var texts = sheet.Row(row).Select(cell => Text(cell, true)).Where(text => text is not null).Select(text => text!.Trim('(', ')')).ToList();
        return texts.Count >= 3 && (texts.SequenceEqual(Enumerable.Range(1, texts.Count).Select(x => x.ToString(CultureInfo.InvariantCulture)))
            || texts.All(text => text.Length == 1 && text[0] is >= 'A' and <= 'H') || texts.Skip(1).SequenceEqual(Enumerable.Range(1, texts.Count - 1).Select(x => x.ToString(CultureInfo.InvariantCulture))));
    }

    private static string FindName(Sheet sheet, Layout layout)
    {
        var lines = sheet.Cells.Where(x => x.Key.Row < layout.FirstRow && x.Value.Value is string).OrderBy(x => x.Key).Select(x => (x.Key.Row, Text: Text(x.Value, false)))
            .Where(x => x.Text is not null && !LooksLikeHeader(sheet, x.Row)).ToList();
        var title = lines.FindIndex(x => Title().IsMatch(x.Text!));
        return title < 0 ? "" : Spaces().Replace(lines[title].Text!, " ");
    }

    private static IEnumerable<AnnexRow> FindRows(Sheet sheet, Layout layout)
    {
        for (var row = layout.FirstRow; row < sheet.Rows; row++)
        {
            if (IsHeaderAgain(sheet, layout, row) || IsColumnNumbers(sheet, row))
            {
                continue; // typed again on the next page
            }

            var names = layout.Names.Select((column, level) => (Level: level, Text: sheet.Text(row, column))).Where(x => x.Text is not null).ToList();
            var code = sheet.Text(row, layout.Code, number: true);
            var max = sheet.Text(row, layout.Max);
            var (method, repeated) = Filled(sheet, row, layout.Method);
            var (evidence, _) = Filled(sheet, row, layout.Evidence);
            if (code is null && names.Count == 0 && max is null && (method is null || repeated))
            {
                continue;
            }

            // A number and points of its own make a row a criterion, even below a merged name.
            var inherited = names.Count == 0 && code is not null && max is not null && layout.Names.Count == 1 ? Filled(sheet, row, layout.Names[0]).Text : null;
            int? Level(int level) => layout.Names.Count > 1 ? level : null;
            foreach (var (level, text) in names.SkipLast(1))
            {
                yield return new AnnexRow(row + 1, null, text, null, null, null, Level: Level(level));
            }

            var (last, name) = names.Count > 0 ? names[^1] : (0, inherited);
            yield return new AnnexRow(
                row + 1, code, name, max, method, evidence, Level: name is null ? null : Level(last), Exact: sheet.Text(row, layout.Exact), MethodRepeated: repeated,
                NameRepeated: inherited is not null);
        }
    }

    private static (string? Text, bool Repeated) Filled(Sheet sheet, int row, int? column)
    {
        if (column is not { } at)
        {
            return (null, false);
        }

        var origin = sheet.Origin(row, at);
        return origin.Column == at ? (sheet.Text(origin.Row, at), origin.Row != row) : (null, false);
    }

    [GeneratedRegex(@"^0[.,](?<zeros>0+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decimals();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^(s?tt|số tt|số thứ tự|mã( số| tiêu chí)?|ký hiệu)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeHeader();

    [GeneratedRegex(@"cách (tính|chấm|đánh giá|cho)|phương pháp|hướng dẫn (chấm|đánh giá|tính)|(quy định|tiêu chuẩn|nội dung|mức) chấm", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MethodHeader();

    [GeneratedRegex(@"điểm.*(tự|thẩm định|đạt được|điều tra|năm trước|chấm lại|kết quả)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OtherPoints();

    [GeneratedRegex(@"điểm (số )?(tối đa|chuẩn)|thang điểm|^(số )?điểm$|^điểm số$|^mức điểm", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MaxHeader();

    [GeneratedRegex(@"lĩnh vực|tiêu chí|nội dung|^tên|chỉ tiêu", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameHeader();

    [GeneratedRegex(@"bộ tiêu chí|bộ chỉ số|chỉ số cải cách|chỉ số cchc|tiêu chí (đánh giá|chấm)|thang điểm", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Title();
}
