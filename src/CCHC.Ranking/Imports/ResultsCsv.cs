using System.Globalization;
using System.Text;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;
using CsvHelper;
using CsvHelper.Configuration;

namespace CCHC.Ranking.Imports;

/// <summary>Reads results of earlier years or other systems: one row per unit and criterion, as the public contract describes.</summary>
public sealed class ResultsCsv
{
    private static readonly string[] Columns =
    [
        "campaign_code", "campaign_name", "year", "group_code", "group_name", "unit_code", "unit_name", "field_code", "field_name",
        "criterion_code", "criterion_name", "source", "max_points", "points", "applicable",
    ];

    private const int MaxReportedLines = 200;

    private readonly Dictionary<string, ImportedCampaign> _campaigns = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, List<string>> _errors = [];

    // Names come again on nearly every line: each is checked, and held in memory, once.
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private int _rows;

    private ResultsCsv()
    {
    }

    public sealed record File(IReadOnlyList<ImportedCampaign> Campaigns, int Rows);

    /// <exception cref="InvalidInputException">Some line is wrong; the lines are named, and nothing is returned.</exception>
    public static async Task<File> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var file = new ResultsCsv();

        // Strict: a file in another encoding must not end as names full of question marks. A byte order mark is skipped.
        using var text = new StreamReader(
            body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, 1 << 16);
        var line = 1;
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            TrimOptions = TrimOptions.Trim,
            BadDataFound = bad => file.Error(bad.Context.Parser?.RawRow ?? line, "Sai cấu trúc CSV: dấu nháy kép đặt không đúng chỗ."),
        });
        try
        {
            while (await csv.ReadAsync().WaitAsync(cancellationToken))
            {
                line = csv.Parser.RawRow;
                if (csv.HeaderRecord is null)
                {
                    csv.ReadHeader();
                    CheckHeader(csv.HeaderRecord!, line);
                }
                else
                {
                    file.Add(new Line(csv, line, file));
                }
            }
        }
        catch (DecoderFallbackException)
        {
            file.Error(line + 1, "Tệp không phải UTF-8 (từ khoảng dòng này trở đi). Lưu lại tệp ở dạng CSV UTF-8.");
        }

        if (file._rows == 0 && file._errors.Count == 0)
        {
            file.Error(line, "Tệp không có dòng kết quả nào.");
        }

        if (file._errors.Count > 0)
        {
            throw new InvalidInputException(
                $"Tệp có {file._errors.Count} dòng chưa đúng; chưa lưu gì. Sửa các dòng được nêu rồi gửi lại.",
                file._errors.Take(MaxReportedLines).ToDictionary(error => Key(error.Key), error => error.Value.ToArray(), StringComparer.Ordinal));
        }

        return new File([.. file._campaigns.Values], file._rows);
    }

    private static string Key(int line) => string.Create(CultureInfo.InvariantCulture, $"line {line}");

    private static void CheckHeader(string[] header, int line)
    {
        var missing = Columns.Except(header, StringComparer.Ordinal).ToArray();
        var repeated = Columns.Where(column => header.Count(name => name == column) > 1).ToArray();
        var errors = new List<string>();
        if (missing.Length > 0)
        {
            errors.Add($"Dòng tiêu đề thiếu cột: {string.Join(", ", missing)}.");
        }

        if (repeated.Length > 0)
        {
            errors.Add($"Dòng tiêu đề lặp cột: {string.Join(", ", repeated)}.");
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException("Dòng tiêu đề chưa đúng; chưa lưu gì.", new Dictionary<string, string[]>(StringComparer.Ordinal) { [Key(line)] = [.. errors] });
        }
    }

    private void Error(int line, string message)
    {
        if (!_errors.TryGetValue(line, out var messages))
        {
            _errors[line] = messages = [];
        }

        messages.Add(message);
    }

    private void Add(Line line)
    {
        _rows++;
        if (!line.IsWhole())
        {
            return;
        }

        var campaignCode = line.AddressCode("campaign_code");
        var campaignName = line.Text("campaign_name");
        var year = line.Year("year");
        var groupCode = line.Text("group_code");
        var groupName = line.Text("group_name");
        var unitCode = line.AddressCode("unit_code");
        var unitName = line.Text("unit_name");
        var fieldCode = line.Text("field_code");
        var fieldName = line.Text("field_name");
        var criterionCode = line.Text("criterion_code");
        var criterionName = line.Text("criterion_name");
        var source = line.Source("source");
        var maxPoints = line.MaxPoints("max_points");
        var points = line.Points("points", maxPoints);
        var applicable = line.Flag("applicable");
        if (_errors.ContainsKey(line.Number))
        {
            return;
        }

        if (!_campaigns.TryGetValue(campaignCode, out var campaign))
        {
            _campaigns[campaignCode] = campaign = new ImportedCampaign(campaignCode, campaignName, year, line.Number);
        }

        line.Same(campaign.Name, campaignName, $"tên kỳ đánh giá {campaignCode}", campaign.Line);
        line.Same(campaign.Year, year, $"năm của kỳ đánh giá {campaignCode}", campaign.Line);

        var group = campaign.Group(groupCode, groupName, line.Number);
        line.Same(group.Name, groupName, $"tên khối {groupCode}", group.Line);

        var unit = campaign.Unit(group, unitCode, unitName, line.Number);
        line.Same(unit.Group.Code, groupCode, $"khối của đơn vị {unitCode}", unit.Line);
        line.Same(unit.Name, unitName, $"tên đơn vị {unitCode}", unit.Line);

        var criterion = group.Criterion(criterionCode, criterionName, fieldCode, fieldName, source, line.Number);
        line.Same(criterion.Name, criterionName, $"tên tiêu chí {criterionCode}", criterion.Line);
        line.Same(criterion.FieldCode, fieldCode, $"lĩnh vực của tiêu chí {criterionCode}", criterion.Line);
        line.Same(criterion.FieldName, fieldName, $"tên lĩnh vực của tiêu chí {criterionCode}", criterion.Line);
        line.Same(criterion.Source, source, $"nguồn điểm của tiêu chí {criterionCode}", criterion.Line);

        if (!unit.Points.TryAdd(criterionCode, new ImportedPoint(criterion, maxPoints, applicable ? points : null, applicable)))
        {
            line.Error($"Đơn vị {unitCode} đã có tiêu chí {criterionCode} ở một dòng trên.");
        }
    }

    /// <summary>One line of the file; says what is wrong with a column and goes on, so that all mistakes of a line are told at once.</summary>
    private readonly struct Line(CsvReader csv, int number, ResultsCsv file)
    {
        private const int MaxTextLength = 1_000;
        private const int MaxDecimalPlaces = 20;
        private const decimal MaxNumber = 99_999_999;

        public int Number => number;

        public void Error(string message) => file.Error(number, message);

        public bool IsWhole()
        {
            if (csv.Parser.Count == csv.HeaderRecord!.Length)
            {
                return true;
            }

            Error($"Dòng có {csv.Parser.Count} cột, dòng tiêu đề có {csv.HeaderRecord.Length} cột. Số thập phân viết bằng dấu phẩy phải đặt trong dấu nháy kép.");
            return false;
        }

        public void Same<T>(T known, T given, string what, int knownLine)
        {
            if (!EqualityComparer<T>.Default.Equals(known, given))
            {
                Error($"Khác dòng {knownLine} về {what}: “{given}”, trước đó là “{known}”.");
            }
        }

        public string Text(string column)
        {
            var text = csv.GetField(column)!;
            if (file._texts.TryGetValue(text, out var known))
            {
                return known;
            }

            text = text.Normalize();
            if (text.Length == 0)
            {
                Error($"Cột {column} để trống.");
            }
            else if (text.Length > MaxTextLength)
            {
                Error($"Cột {column} dài quá {MaxTextLength} ký tự.");
            }
            else if (text.Any(char.IsControl))
            {
                Error($"Cột {column} có ký tự điều khiển.");
            }
            else
            {
                file._texts.Add(text);
            }

            return text;
        }

        /// <summary>A code that stands in public addresses.</summary>
        public string AddressCode(string column)
        {
            var code = Text(column);
            if (code.Contains('/') || code is "." or "..")
            {
                Error($"Cột {column}: mã “{code}” không dùng được trong địa chỉ trang công khai (không chứa dấu /).");
            }

            return code;
        }

        public int Year(string column)
        {
            var text = csv.GetField(column)!;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1990 or > 2100)
            {
                Error($"Cột {column}: “{text}” không phải năm từ 1990 đến 2100.");
            }

            return year;
        }

        public PointSource Source(string column)
        {
            var text = csv.GetField(column)!;
            switch (text)
            {
                case "appraised":
                    return PointSource.Appraised;
                case "survey":
                    return PointSource.Survey;
                case "external":
                    return PointSource.External;
                default:
                    Error($"Cột {column}: “{text}” phải là appraised, survey hoặc external.");
                    return default;
            }
        }

        public bool Flag(string column)
        {
            var text = csv.GetField(column)!;
            if (!bool.TryParse(text, out var flag))
            {
                Error($"Cột {column}: “{text}” phải là true hoặc false.");
            }

            return flag;
        }

        public decimal MaxPoints(string column)
        {
            var max = Decimal(column);
            if (max is null && csv.GetField(column)!.Length == 0)
            {
                Error($"Cột {column} để trống.");
            }

            if (max == 0)
            {
                Error($"Cột {column}: điểm tối đa phải lớn hơn 0.");
            }

            return max ?? 0;
        }

        public decimal? Points(string column, decimal maxPoints)
        {
            var points = Decimal(column);
            if (points > maxPoints && maxPoints > 0)
            {
                Error($"Cột {column}: {csv.GetField(column)} lớn hơn điểm tối đa {csv.GetField("max_points")}.");
            }

            return points;
        }

        /// <summary>Null when empty, and when wrong.</summary>
        private decimal? Decimal(string column)
        {
            var text = csv.GetField(column)!;
            if (text.Length == 0)
            {
                return null;
            }

            if (text[0] == '-')
            {
                Error($"Cột {column}: “{text}” là số âm.");
                return null;
            }

            var normalized = text.Replace(',', '.');
            if (normalized.Count(character => character == '.') > 1)
            {
                Error($"Cột {column}: “{text}” có nhiều dấu thập phân; không viết dấu phân cách hàng nghìn.");
                return null;
            }

            var point = normalized.IndexOf('.', StringComparison.Ordinal);
            if (point >= 0 && normalized.Length - point - 1 > MaxDecimalPlaces)
            {
                Error($"Cột {column}: “{text}” có quá {MaxDecimalPlaces} chữ số thập phân.");
                return null;
            }

            if (!normalized.Any(char.IsAsciiDigit)
                || !decimal.TryParse(normalized, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                Error($"Cột {column}: “{text}” không phải số.");
                return null;
            }

            if (number > MaxNumber)
            {
                Error($"Cột {column}: “{text}” quá lớn.");
                return null;
            }

            return number;
        }
    }
}
