using System.Globalization;
using System.Text;
using CCHC.ServiceDefaults.Errors;
using CsvHelper;
using CsvHelper.Configuration;

namespace CCHC.Identity;

/// <summary>A CSV file with a header; collects what is wrong line by line, so that whoever sent it can mend everything at once.</summary>
public sealed class CsvFile
{
    private readonly SortedDictionary<int, List<string>> _errors = [];

    public List<CsvLine> Lines { get; } = [];

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
                $"Tệp có {_errors.Count} dòng sai; chưa dòng nào được lưu.",
                _errors.ToDictionary(pair => pair.Key.ToString(CultureInfo.InvariantCulture), pair => pair.Value.ToArray(), StringComparer.Ordinal));
        }
    }

    private async Task ReadLinesAsync(CsvParser csv, string[] columns, string[] optionalColumns, CancellationToken cancellationToken)
    {
        var header = csv.Record!;
        var missing = columns.Except(header, StringComparer.Ordinal).ToList();
        var unknown = header.Except(columns, StringComparer.Ordinal).Except(optionalColumns, StringComparer.Ordinal).ToList();
        if (missing.Count > 0 || unknown.Count > 0 || header.Distinct(StringComparer.Ordinal).Count() != header.Length)
        {
            AddError(1, $"dòng đầu phải là tên cột: {string.Join(',', columns)}{string.Concat(optionalColumns.Select(column => $"[,{column}]"))}.");
            return;
        }

        while (await csv.ReadAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var fields = csv.Record!;
            if (fields.Length != header.Length)
            {
                AddError(csv.RawRow, $"có {fields.Length} cột, phải có {header.Length}.");
            }
            else if (fields.Any(field => field.Any(char.IsControl)))
            {
                AddError(csv.RawRow, "có ký tự điều khiển hoặc dấu xuống dòng trong ô.");
            }
            else
            {
                Lines.Add(new CsvLine(csv.RawRow, header.Zip(fields).ToDictionary(
                    pair => pair.First, pair => pair.Second.Normalize(NormalizationForm.FormC), StringComparer.Ordinal)));
            }
        }
    }
}

/// <param name="Number">As an editor counts it, the header being line 1.</param>
/// <param name="Fields">By column name; trimmed, in Unicode NFC.</param>
public sealed record CsvLine(int Number, IReadOnlyDictionary<string, string> Fields)
{
    public string this[string column] => Fields.GetValueOrDefault(column, "");
}
