using System.Globalization;
using System.Text;
using CCHC.ServiceDefaults.Errors;
using CsvHelper;
using CsvHelper.Configuration;

namespace CCHC.Survey.Frames;

/// <summary>Reads a frame from CSV with the columns name, contact, stratum and, if wanted, cluster and unit_code; all or nothing.</summary>
public static class FrameCsv
{
    public const int LargestFrame = 200_000;
    private const int MaxReportedLines = 200;
    private const int LongestText = 300;

    private static readonly string[] Needed = ["name", "contact", "stratum"];

    public sealed record Line(string Name, string Contact, string Stratum, string? Cluster, string? UnitCode);

    /// <param name="People">Everybody once, in the order of the file.</param>
    /// <param name="Duplicates">Lines that repeat somebody.</param>
    public sealed record File(IReadOnlyList<Line> People, int Duplicates);

    /// <exception cref="InvalidInputException">Some line is wrong; the lines are named.</exception>
    public static async Task<File> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var (people, seen, duplicates) = (new List<Line>(), new HashSet<string>(StringComparer.Ordinal), 0);
        var errors = new SortedDictionary<int, string[]>();
        using var text = new StreamReader(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, 1 << 16);
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim, BadDataFound = null });
        try
        {
            while (await csv.ReadAsync().WaitAsync(cancellationToken) && errors.Count < MaxReportedLines)
            {
                if (csv.HeaderRecord is null)
                {
                    csv.ReadHeader();
                    if (Needed.Except(csv.HeaderRecord ?? []).ToList() is { Count: > 0 } missing)
                    {
                        throw new InvalidInputException("file", $"Tệp thiếu cột: {string.Join(", ", missing)}. Dòng đầu phải là name,contact,stratum,cluster,unit_code.");
                    }

                    continue;
                }

                var line = new Line(Field(csv, "name") ?? "", Field(csv, "contact") ?? "", Field(csv, "stratum") ?? "", Field(csv, "cluster"), Field(csv, "unit_code"));
                if (Problem(line) is { } problem)
                {
                    errors[csv.Parser.RawRow] = [problem];
                }
                else if (!seen.Add(Key(line)))
                {
                    duplicates++;
                }
                else if (people.Count < LargestFrame)
                {
                    people.Add(line);
                }
                else
                {
                    throw new InvalidInputException("file", $"Khung mẫu có nhiều nhất {LargestFrame:N0} người.");
                }
            }
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidInputException("file", "Tệp không phải UTF-8. Lưu lại tệp ở dạng CSV UTF-8.");
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException("Khung mẫu chưa đúng.", errors.ToDictionary(error => $"line {error.Key}", error => error.Value, StringComparer.Ordinal));
        }

        return people.Count > 0 ? new File(people, duplicates) : throw new InvalidInputException("file", "Tệp không có người nào.");
    }

    private static string? Field(CsvReader csv, string name) => csv.TryGetField<string>(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim().Normalize() : null;

    private static string? Problem(Line line) => line switch
    {
        { Name.Length: 0 } => "Thiếu họ tên (cột name).",
        { Stratum.Length: 0 } => "Thiếu tầng (cột stratum).",
        _ when new[] { line.Name, line.Contact, line.Stratum, line.Cluster, line.UnitCode }.Any(text => text?.Length > LongestText || text?.Contains('\0', StringComparison.Ordinal) == true) =>
            $"Có ô dài quá {LongestText} ký tự hoặc có ký tự không hợp lệ.",
        _ => null,
    };

    /// <summary>A telephone number or address tells a person; without one, name, stratum, cluster and unit together do.</summary>
    private static string Key(Line line)
    {
        var contact = line.Contact.Contains('@', StringComparison.Ordinal) ? line.Contact.ToUpperInvariant() : string.Concat(line.Contact.Where(char.IsDigit));
        contact = contact.StartsWith("84", StringComparison.Ordinal) && line.Contact.StartsWith('+') ? "0" + contact[2..] : contact;
        return contact.Length > 0 ? contact : string.Join('\u001f', line.Name, line.Stratum, line.Cluster, line.UnitCode).ToUpperInvariant();
    }
}
