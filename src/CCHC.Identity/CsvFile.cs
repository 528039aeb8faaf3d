using System.Globalization;
using System.Text;
using CCHC.ServiceDefaults.Errors;
using CsvHelper;
using CsvHelper.Configuration;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace CCHC.Identity;

/// <summary>A table with a header, CSV or the first sheet of an Excel file; collects what is wrong line by line, so that whoever sent it can mend everything at once.</summary>
public sealed class CsvFile
{
    private readonly SortedDictionary<int, List<string>> _errors = [];

    public const string ExcelType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    // ExcelDataReader asks for an old code page when it is set up, whatever the file.
    static CsvFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public List<CsvLine> Lines { get; } = [];

    public bool IsWrong => _errors.Count > 0;

    /// <summary>By line number, as an editor counts it.</summary>
    public IReadOnlyDictionary<string, string[]> Errors =>
        _errors.ToDictionary(pair => pair.Key.ToString(CultureInfo.InvariantCulture), pair => pair.Value.ToArray(), StringComparer.Ordinal);

    public static async Task<CsvFile> ReadAsync(Stream body, string[] columns, string[] optionalColumns, CancellationToken cancellationToken)
    {
        var file = new CsvFile();
        try
        {
            // Strict: a file saved in an old Vietnamese code page must be refused, not stored with broken names.
            using var reader = new StreamReader(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                TrimOptions = TrimOptions.Trim,
                BadDataFound = bad => file.AddError(bad.Context.Parser!.RawRow, "dấu ngoặc kép không khép đúng chỗ."),
            });
            if (await csv.ReadAsync())
            {
                await file.ReadLinesAsync(csv, columns, optionalColumns, cancellationToken);
            }
            else
            {
                file.AddError(1, "tệp không có dòng nào.");
            }
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException("1", "Tệp phải được lưu bằng bảng mã UTF-8.");
        }

        return file;
    }

    public static async Task<CsvFile> ReadExcelAsync(Stream body, string[] columns, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(); // the reader goes back and forth
        await body.CopyToAsync(content, cancellationToken);
        content.Position = 0;
        var file = new CsvFile();
        try
        {
            using var excel = ExcelReaderFactory.CreateOpenXmlReader(content);
            file.ReadSheet(excel, columns, cancellationToken);
        }
        catch (Exception exception) when (exception is ExcelReaderException or InvalidDataException or System.Xml.XmlException)
        {
            throw new InvalidInputException("1", "Tệp không phải là bảng tính Excel (.xlsx) đọc được. Mở bằng Excel rồi lưu lại với kiểu “Excel Workbook (.xlsx)”.");
        }

        return file;
    }

    public void AddError(int line, string error)
    {
        if (!_errors.TryGetValue(line, out var errors))
        {
            _errors[line] = errors = [];
        }

        errors.Add($"Dòng {line.ToString(CultureInfo.InvariantCulture)}: {error}");
    }

    public void ThrowIfWrong()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidInputException(
                $"Tệp có {_errors.Count} dòng sai; chưa dòng nào được lưu.", Errors);
        }
    }

    private async Task ReadLinesAsync(CsvParser csv, string[] columns, string[] optionalColumns, CancellationToken cancellationToken)
    {
        var header = csv.Record!;
        if (!IsHeader(header, columns, optionalColumns))
        {
            return;
        }

        while (await csv.ReadAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            AddLine(csv.RawRow, header, csv.Record!);
        }
    }

    private void ReadSheet(IExcelDataReader excel, string[] columns, CancellationToken cancellationToken)
    {
        if (!excel.Read())
        {
            AddError(1, "trang tính đầu tiên không có dòng nào.");
            return;
        }

        var header = Cells(excel.FieldCount).Reverse().SkipWhile(cell => cell.Length == 0).Reverse().ToArray();
        if (!IsHeader(header, columns, []))
        {
            return;
        }

        while (excel.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cells = Cells(header.Length);
            if (cells.Any(cell => cell.Length > 0)) // rows emptied by hand stay in the file
            {
                AddLine(excel.Depth + 1, header, cells);
            }
        }

        string[] Cells(int count) => [.. Enumerable.Range(0, count).Select(i => i < excel.FieldCount ? Text(excel.GetValue(i)) : "")];
    }

    private static string Text(object? cell) => cell switch
    {
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(format: null, CultureInfo.InvariantCulture),
        _ => cell?.ToString()?.Trim() ?? "",
    };

    private bool IsHeader(string[] header, string[] columns, string[] optionalColumns)
    {
        var missing = columns.Except(header, StringComparer.Ordinal).ToList();
        var unknown = header.Except(columns, StringComparer.Ordinal).Except(optionalColumns, StringComparer.Ordinal).ToList();
        if (missing.Count == 0 && unknown.Count == 0 && header.Distinct(StringComparer.Ordinal).Count() == header.Length)
        {
            return true;
        }

        AddError(1, $"dòng đầu phải là tên cột: {string.Join(',', columns)}{string.Concat(optionalColumns.Select(column => $"[,{column}]"))}.");
        return false;
    }

    private void AddLine(int number, string[] header, string[] fields)
    {
        if (fields.Length != header.Length)
        {
            AddError(number, $"có {fields.Length} cột, phải có {header.Length}.");
        }
        else if (fields.Any(field => field.Any(char.IsControl)))
        {
            AddError(number, "có ký tự điều khiển hoặc dấu xuống dòng trong ô.");
        }
        else
        {
            Lines.Add(new CsvLine(number, header.Zip(fields).ToDictionary(
                pair => pair.First, pair => pair.Second.Normalize(NormalizationForm.FormC), StringComparer.Ordinal)));
        }
    }
}

/// <param name="Number">As an editor counts it, the header being line 1.</param>
/// <param name="Fields">By column name; trimmed, in Unicode NFC.</param>
public sealed record CsvLine(int Number, IReadOnlyDictionary<string, string> Fields)
{
    public string this[string column] => Fields.GetValueOrDefault(column, "");
}
