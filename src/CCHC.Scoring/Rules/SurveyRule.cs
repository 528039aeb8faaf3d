using static CCHC.Scoring.VietnameseNumber;

namespace CCHC.Scoring;

/// <summary>The maximum times the index of the linked survey questions. Reads <see cref="LeafData.Percentage"/>, 0 to 100, unrounded.</summary>
public sealed record SurveyRule() : ScoringRule
{
    internal override string Describe(decimal max) => $"{Text(max)} điểm × kết quả điều tra xã hội học (%).";

    internal override Evaluation Evaluate(decimal max, LeafData data) => Entry.ShareOf(max, data.Percentage, "Kết quả điều tra xã hội học");
}
