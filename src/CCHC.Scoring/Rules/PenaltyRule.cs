using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>Points taken off outside the 100; the leaf's maximum is the yearly cap. Reads <see cref="LeafData.Points"/>, a positive number.</summary>
public sealed record PenaltyRule() : ScoringRule
{
    internal override string Describe(decimal max) => $"Điểm trừ ngoài thang điểm, tối đa {Text(max)} điểm mỗi năm.";

    internal override Evaluation Evaluate(decimal max, LeafData data) => Entry.UpToCap(max, data.Points, "Điểm trừ");
}
