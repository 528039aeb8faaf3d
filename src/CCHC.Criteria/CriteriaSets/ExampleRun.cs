using CCHC.Scoring;
using static CCHC.Criteria.CriteriaSets.PublicationReport;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>A stored example, scored by the leaf's rule.</summary>
internal sealed record ExampleRun(CriterionNode Leaf, RuleExample Example, Evaluation Result)
{
    /// <summary>Null while there is nothing to score by, or when the data do not lead to points.</summary>
    public decimal? ActualPoints => Result.Status == EvaluationStatus.Scored ? Result.Points : null;

    public bool Passes => Example.ExpectedPoints is { } expected
        ? ActualPoints == expected
        : Result.Status == EvaluationStatus.NotApplicable;

    public static ExampleRun Of(CriterionNode leaf, RuleExample example) => new(
        leaf, example, leaf.Rule is { } rule ? Scorer.Evaluate(rule, leaf.MaxPoints, example.Data) : new Evaluation(EvaluationStatus.Missing, 0, [], "Chưa có quy tắc."));

    /// <summary>Names the leaf's data, what was expected and what came out.</summary>
    public string Explain()
    {
        var name = string.IsNullOrWhiteSpace(Example.Note) ? "ví dụ" : $"ví dụ “{Example.Note}”";
        var expected = Example.ExpectedPoints is { } points ? $"được {Text(points)} điểm" : "là không phát sinh";
        var actual = Result.Status switch
        {
            EvaluationStatus.Scored => $"{Result.Points.ToString("#,##0.######", Vietnamese)} điểm.",
            EvaluationStatus.NotApplicable => "không phát sinh.",
            _ => Result.Problem,
        };
        return $"{name} ({InWords(Example.Data)}) phải {expected}, quy tắc tính ra: {actual} Sửa quy tắc hoặc ví dụ.";
    }

    private string InWords(LeafData data)
    {
        var parts = new List<string>();
        Add("có", data.Yes is true ? "" : null);
        Add("không", data.Yes is false ? "" : null);
        Add("mức", data.Choice is { } choice ? (Leaf.Rule as ChoiceRule)?.Levels.FirstOrDefault(level => level.Code == choice)?.Name ?? choice : null);
        Add("số lượng", Number(data.Count));
        foreach (var (code, times) in data.Violations ?? new Dictionary<string, decimal>(StringComparer.Ordinal))
        {
            Add((Leaf.Rule as DeductionRule)?.Kinds.FirstOrDefault(kind => kind.Code == code)?.Name ?? code, Text(times) + " lần");
        }

        Add("không có vi phạm", data.Violations is { Count: 0 } ? "" : null);
        Add("tử số", Number(data.Numerator));
        Add("mẫu số", Number(data.Denominator));
        Add("năm nay", Number(data.ThisYear));
        Add("năm trước", Number(data.LastYear));
        Add("kết quả", data.Percentage is { } percentage ? Text(percentage) + " %" : null);
        Add("điểm", Number(data.Points));
        Add("không phát sinh", data.NotApplicable ? "" : null);
        return parts.Count == 0 ? "không có số liệu" : string.Join(", ", parts);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parts.Add($"{name} {value}".TrimEnd());
            }
        }

        static string? Number(decimal? value) => value is { } number ? Text(number) : null;
    }
}
