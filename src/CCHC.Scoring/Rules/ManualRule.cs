using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>The appraiser's judgement, from 0 to the maximum in steps. Reads <see cref="LeafData.Points"/>.</summary>
/// <param name="Step">Points, above 0, up to 3 decimals; the maximum is a multiple of it, so that full points can be given.</param>
public sealed record ManualRule(decimal Step) : ScoringRule
{
    internal override IEnumerable<string> Problems(decimal max)
    {
        if (Step <= 0 || Step > max || !Parameter.HasAtMostThreeDecimals(Step))
        {
            yield return $"Bước điểm phải lớn hơn 0, không quá {Text(max)} và có tối đa 3 chữ số thập phân.";
        }
        else if (max % Step != 0)
        {
            yield return $"Điểm tối đa {Text(max)} phải là bội số của bước điểm {Text(Step)}.";
        }
    }

    internal override string Describe(decimal max) => $"Người thẩm định cho điểm từ 0 đến {Text(max)}, mỗi bước {Text(Step)} điểm.";

    internal override Evaluation Evaluate(decimal max, LeafData data)
    {
        if (Entry.Problem(data.Points, "Điểm", max) is { } problem)
        {
            return problem;
        }

        var points = data.Points.GetValueOrDefault();
        return points % Step == 0
            ? Evaluation.Scored(points, $"Người thẩm định cho {Text(points)} điểm")
            : Evaluation.Invalid($"Điểm phải là bội số của {Text(Step)}.");
    }
}
