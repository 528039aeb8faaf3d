using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>From a rule and entered data to points; the only place where the points of a leaf are made.</summary>
public static class Scorer
{
    /// <summary>The points of one leaf, explained.</summary>
    /// <remarks>
    /// Never throws and never depends on anything but its arguments. Numbers entered lie from 0 to 10¹²; others are
    /// <see cref="EvaluationStatus.Invalid"/>, as is everything under a rule that has <see cref="Problems"/>.
    /// A denominator of 0 is <see cref="EvaluationStatus.NotApplicable"/>, a numerator above the denominator is allowed.
    /// </remarks>
    /// <param name="rule">The leaf's rule.</param>
    /// <param name="max">The leaf's maximum, in points.</param>
    /// <param name="data">What was entered.</param>
    public static Evaluation Evaluate(ScoringRule rule, decimal max, LeafData data)
    {
        if (data.NotApplicable)
        {
            return Evaluation.NotApplicable("Không phát sinh: không tính vào điểm tối đa");
        }

        return Problems(rule, max) is [var first, ..]
            ? Evaluation.Invalid($"Quy tắc chấm điểm chưa đúng: {first}")
            : rule.Evaluate(max, data);
    }

    /// <summary>What is wrong with a rule's parameters, in Vietnamese; empty when the rule is sound.</summary>
    /// <param name="rule">The leaf's rule.</param>
    /// <param name="max">The leaf's maximum in points: above 0, at most 10 000, up to 3 decimals.</param>
    public static IReadOnlyList<string> Problems(ScoringRule rule, decimal max) => max switch
    {
        <= 0 or > Parameter.LargestPoints => [$"Điểm tối đa phải lớn hơn 0 và không quá {Text(Parameter.LargestPoints)}."],
        _ when !Parameter.HasAtMostThreeDecimals(max) => ["Điểm tối đa có tối đa 3 chữ số thập phân."],
        _ => [.. rule.Problems(max)],
    };

    /// <summary>The rule in Vietnamese, as printed beside the leaf; for an unsound rule its first problem.</summary>
    /// <param name="rule">The leaf's rule.</param>
    /// <param name="max">The leaf's maximum, in points.</param>
    public static string Describe(ScoringRule rule, decimal max) =>
        Problems(rule, max) is [var first, ..] ? $"Quy tắc chấm điểm chưa đúng: {first}" : rule.Describe(max);
}
