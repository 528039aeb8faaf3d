using System.Globalization;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Survey.Frames;

/// <summary>People in a file, CSV or Excel, by columns that go by their English or Vietnamese names in any order; all or nothing.</summary>
public static class FrameFile
{
    public const string CsvType = "text/csv";
    public const string ExcelType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    public const int LargestFrame = 200_000;
    private const int MaxReportedLines = 200;
    private const int LongestText = 300;
    private const string Header = "name, contact, stratum, cluster, unit_code (hoặc Họ tên, Liên hệ, Tầng, Cụm, Mã đơn vị)";

    private static readonly (string Name, string[] Also, bool Needed)[] Columns =
    [
        ("name", ["họ tên", "họ và tên"], true), ("contact", ["liên hệ"], true), ("stratum", ["tầng"], true), ("cluster", ["cụm"], false), ("unit_code", ["mã đơn vị"], false),
    ];

    public sealed record Line(string Name, string Contact, string Stratum, string? Cluster, string? UnitCode)
    {
        /// <summary>A telephone number or address tells a person; without one, name, stratum, cluster and unit together do.</summary>
        public string Key
        {
            get
            {
                var contact = Contact.Contains('@', StringComparison.Ordinal) ? Contact.ToUpperInvariant() : string.Concat(Contact.Where(char.IsDigit));
                contact = contact.StartsWith("84", StringComparison.Ordinal) && Contact.StartsWith('+') ? "0" + contact[2..] : contact;
                return contact.Length > 0 ? contact : string.Join('\u001f', Name, Stratum, Cluster, UnitCode).ToUpperInvariant();
            }
        }
    }

    /// <param name="People">Everybody once, in the order of the file.</param>
    /// <param name="Duplicates">Lines that repeat somebody.</param>
    public sealed record Content(IReadOnlyList<Line> People, int Duplicates);

    /// <summary>A row as it stands in the file; its number is the one that an editor or Excel shows.</summary>
    internal readonly record struct Row(int Number, IReadOnlyList<string> Cells);

    /// <summary>Reads the body by its content type.</summary>
    /// <exception cref="InvalidInputException">Some line is wrong; the lines are named.</exception>
    public static async Task<Content> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        var rows = request.ContentType?.StartsWith(ExcelType, StringComparison.OrdinalIgnoreCase) == true
            ? FrameSheet.ReadAsync(request.Body, cancellationToken)
            : FrameCsv.ReadAsync(request.Body, cancellationToken);
        var (people, seen, duplicates) = (new List<Line>(), new HashSet<string>(StringComparer.Ordinal), 0);
        var errors = new SortedDictionary<int, string[]>();
        int[]? places = null;
        await foreach (var row in rows)
        {
            if (places is null)
            {
                places = PlacesOf(row.Cells);
                continue;
            }

            var line = new Line(Cell(row, places[0]) ?? "", WithZero(Cell(row, places[1]) ?? ""), Cell(row, places[2]) ?? "", Cell(row, places[3]), Cell(row, places[4]));
            if (Problem(line) is { } problem)
            {
                errors[row.Number] = [$"Dòng {row.Number}: {problem}"];
                if (errors.Count == MaxReportedLines)
                {
                    break;
                }
            }
            else if (!seen.Add(line.Key))
            {
                duplicates++;
            }
            else if (people.Count < most)
            {
                people.Add(line);
            }
            else
            {
                throw new InvalidInputException("file", $"Danh sách có nhiều nhất {Number(most)} người.");
            }
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException("Danh sách chưa đúng; chưa nhận người nào.", errors.ToDictionary(error => $"line {error.Key}", error => error.Value, StringComparer.Ordinal));
        }

        return people.Count > 0 ? new Content(people, duplicates) : throw new InvalidInputException("file", "Tệp không có người nào.");
    }

    /// <summary>As people in Việt Nam read it: 200.000.</summary>
    internal static string Number(int value) => value.ToString("N0", CultureInfo.GetCultureInfo("vi-VN"));

    /// <summary>Where each column stands; -1 for one that is left out. Columns of other names are passed over.</summary>
    private static int[] PlacesOf(IReadOnlyList<string> header)
    {
        var names = header.Select(name => name.Trim().Normalize().ToLowerInvariant()).ToList();
        var places = Columns.Select(column => names.FindIndex(name => IsOf(column.Name, column.Also, name))).ToArray();
        if (Columns.Where((column, i) => column.Needed && places[i] < 0).Select(column => $"{column.Name} ({column.Also[0]})").ToList() is { Count: > 0 } missing)
        {
            throw new InvalidInputException("file", $"Tệp thiếu cột: {string.Join(", ", missing)}. Dòng đầu phải là {Header}.");
        }

        return Array.Find(Columns, column => names.Count(name => IsOf(column.Name, column.Also, name)) > 1) is { Name: { } twice }
            ? throw new InvalidInputException("file", $"Tệp có hai cột {twice}. Dòng đầu phải là {Header}.")
            : places;

        static bool IsOf(string column, string[] also, string name) => name == column || also.Contains(name, StringComparer.Ordinal);
    }

    private static string? Cell(Row row, int place) => place >= 0 && place < row.Cells.Count && row.Cells[place].Trim().Normalize() is { Length: > 0 } text ? text : null;

    /// <summary>A telephone number that Excel took for a number has lost its leading zero.</summary>
    private static string WithZero(string contact) => contact.Length is 9 or 10 && contact[0] != '0' && contact.All(char.IsAsciiDigit) ? "0" + contact : contact;

    private static string? Problem(Line line) => line switch
    {
        { Name.Length: 0 } => "Thiếu họ tên (cột name).",
        { Stratum.Length: 0 } => "Thiếu tầng (cột stratum).",
        _ when new[] { line.Name, line.Contact, line.Stratum, line.Cluster, line.UnitCode }.Any(text => text?.Length > LongestText || text?.Contains('\0', StringComparison.Ordinal) == true) =>
            $"Có ô dài quá {LongestText} ký tự hoặc có ký tự không hợp lệ.",
        _ => null,
    };
}
