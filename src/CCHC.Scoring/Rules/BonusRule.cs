using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>Points added outside the 100; the leaf's maximum is the yearly cap. Reads <see cref="LeafData.Points"/>.</summary>
public sealed record BonusRule() : ScoringRule
{
    internal override string Describe(decimal max) => $"Điểm thưởng ngoài thang điểm, tối đa {Text(max)} điểm mỗi năm.";

    internal override Evaluation Evaluate(decimal max, LeafData data) => Entry.UpToCap(max, data.Points, "Điểm thưởng");
}
