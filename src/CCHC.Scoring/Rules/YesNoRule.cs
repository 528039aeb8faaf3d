using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>Full points or none, e.g. a plan issued in time. Reads <see cref="LeafData.Yes"/>.</summary>
public sealed record YesNoRule() : ScoringRule
{
    internal override string Describe(decimal max) => $"Có: {Text(max)} điểm; không: 0 điểm.";

    internal override Evaluation Evaluate(decimal max, LeafData data) => data.Yes switch
    {
        null => Evaluation.Missing("Chưa chọn có hay không."),
        true => Evaluation.Scored(max, $"Có: {Text(max)} điểm"),
        false => Evaluation.Scored(0, "Không: 0 điểm"),
    };
}
