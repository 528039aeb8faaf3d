using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>Points for each thing done, capped at the maximum, e.g. 0.5 per initiative. Reads <see cref="LeafData.Count"/>, a whole number.</summary>
/// <param name="PointsPerUnit">Points, above 0 and at most the maximum.</param>
/// <param name="UnitName">What is counted, in Vietnamese, e.g. "hình thức".</param>
public sealed record CountRule(decimal PointsPerUnit, string UnitName) : ScoringRule
{
    internal override IEnumerable<string> Problems(decimal max)
    {
        if (PointsPerUnit <= 0 || PointsPerUnit > max)
        {
            yield return $"Điểm cho mỗi đơn vị đếm phải lớn hơn 0 và không quá {Text(max)}.";
        }

        if (string.IsNullOrWhiteSpace(UnitName))
        {
            yield return "Chưa nêu tên đơn vị đếm.";
        }
    }

    internal override string Describe(decimal max) => $"Mỗi {UnitName}: {Text(PointsPerUnit)} điểm; tối đa {Text(max)} điểm.";

    internal override Evaluation Evaluate(decimal max, LeafData data)
    {
        if (Entry.WholeNumberProblem(data.Count, "Số lượng") is { } problem)
        {
            return problem;
        }

        var count = data.Count.GetValueOrDefault();
        var earned = count * PointsPerUnit;
        var step = Equation($"{Text(count)} {UnitName} × {Text(PointsPerUnit)}", earned);
        return earned <= max
            ? Evaluation.Scored(earned, step)
            : Evaluation.Scored(max, step, $"Vượt mức tối đa, lấy {Text(max)} điểm");
    }
}
