using System.Globalization;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;
using CsvHelper;
using CsvHelper.Configuration;
using CsvHelper.Configuration.Attributes;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Reads a criteria set from CSV: <c>ma,cap,ten,diem_toi_da,phuong_phap,loai_quy_tac,tham_so</c>, one row per node, parents first.</summary>
public static class CriteriaSetCsv
{
    private sealed class Row
    {
        [Name("ma")]
        public string Code { get; set; } = "";

        /// <summary>BONUS and PENALTY are outside the 100, whatever rule counts them; the rest says the level for people, which the code says already.</summary>
        [Name("cap")]
        [Optional]
        public string Level { get; set; } = "";

        [Name("ten")]
        public string Name { get; set; } = "";

        [Name("diem_toi_da")]
        public string MaxPoints { get; set; } = "";

        [Name("phuong_phap")]
        public string Source { get; set; } = "";

        [Name("loai_quy_tac")]
        public string RuleKind { get; set; } = "";

        [Name("tham_so")]
        public string Parameters { get; set; } = "";
    }

    /// <exception cref="InvalidInputException">A line cannot be read; all bad lines are named, nothing is returned.</exception>
    public static async Task<IReadOnlyList<CriterionNode>> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(body);
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            TrimOptions = TrimOptions.Trim,
            MissingFieldFound = null,
            PrepareHeaderForMatch = header => header.Header.ToLowerInvariant().TrimStart('\uFEFF'),
        });

        var nodes = new List<CriterionNode>();
        var byCode = new Dictionary<string, CriterionNode>(StringComparer.Ordinal);
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        try
        {
            await foreach (var row in csv.GetRecordsAsync<Row>(cancellationToken))
            {
                try
                {
                    var node = ToNode(row, nodes.Count, byCode);
                    nodes.Add(node);
                    byCode.TryAdd(node.Code, node);
                }
                catch (FormatException exception)
                {
                    errors[$"line {csv.Parser.RawRow}"] = [exception.Message];
                }
            }
        }
        catch (HeaderValidationException exception)
        {
            throw new InvalidInputException("header", $"Tệp thiếu cột: {string.Join(", ", exception.InvalidHeaders.SelectMany(header => header.Names))}.");
        }
        catch (BadDataException)
        {
            errors[$"line {csv.Parser.RawRow}"] = ["Dòng này sai cấu trúc CSV (dấu nháy kép)."];
        }

        if (errors.Count == 0 && nodes.Count == 0)
        {
            errors["file"] = ["Tệp không có dòng nào."];
        }

        return errors.Count == 0 ? nodes : throw new InvalidInputException("Tệp bộ tiêu chí có dòng chưa đọc được; chưa lưu gì.", errors);
    }

    private static CriterionNode ToNode(Row row, int position, Dictionary<string, CriterionNode> byCode)
    {
        if (row.Code.Length == 0 || row.Name.Length == 0)
        {
            throw new FormatException("Thiếu mã hoặc tên tiêu chí.");
        }

        if (!decimal.TryParse(row.MaxPoints.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var maxPoints) || maxPoints <= 0)
        {
            throw new FormatException($"Điểm tối đa “{row.MaxPoints}” không phải số dương.");
        }

        if (decimal.Round(maxPoints, 3) != maxPoints)
        {
            throw new FormatException($"Điểm tối đa {row.MaxPoints} có quá 3 chữ số thập phân.");
        }

        var parent = ParentOf(row.Code, byCode);
        if (parent is { Depth: CriteriaTree.DeepestLevel })
        {
            throw new FormatException("Bộ tiêu chí có nhiều nhất 4 cấp.");
        }

        var rule = row.RuleKind is "" or "SUM" ? null : RuleNotation.Parse(row.RuleKind, row.Parameters);
        var kind = (row.Level.ToUpperInvariant(), rule) switch
        {
            (_, null) => LeafKind.Ordinary,
            ("BONUS", _) or (_, BonusRule) => LeafKind.Bonus,
            ("PENALTY", _) or (_, PenaltyRule) => LeafKind.Penalty,
            _ => LeafKind.Ordinary,
        };
        var source = rule is null ? PointSource.Appraised : SourceOf(row.Source, rule);
        return new CriterionNode
        {
            ParentId = parent?.Id,
            Position = position,
            Code = row.Code,
            Name = row.Name.Normalize(),
            Depth = parent is null ? 0 : parent.Depth + 1,
            MaxPoints = maxPoints,
            Rule = rule,
            Kind = kind,
            Source = source,
            EvidenceRequired = source == PointSource.Appraised && kind == LeafKind.Ordinary,
            NotApplicableAllowed = row.RuleKind.EndsWith("_NA", StringComparison.Ordinal),
        };
    }

    /// <summary>The node whose code is this one's without its last part; "1.10" is below "1", not below "1.1".</summary>
    private static CriterionNode? ParentOf(string code, Dictionary<string, CriterionNode> byCode)
    {
        var dot = code.LastIndexOf('.');
        if (dot < 0)
        {
            return null;
        }

        return byCode.GetValueOrDefault(code[..dot]) ?? throw new FormatException($"Mã {code}: không có mã cha {code[..dot]} ở các dòng trên.");
    }

    private static PointSource SourceOf(string source, ScoringRule rule) => (source, rule) switch
    {
        ("XHH", SurveyRule) => PointSource.Survey,
        ("SIPAS" or "NGOAI", ExternalIndexRule) => PointSource.External,
        ("TD", not SurveyRule and not ExternalIndexRule) => PointSource.Appraised,
        _ => throw new FormatException($"Phương pháp “{source}” không đi với loại quy tắc này (TD, XHH hoặc SIPAS)."),
    };
}
