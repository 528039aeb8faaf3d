using CCHC.Contracts.Criteria;
using CCHC.Scoring;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>How far a sheet is: points so far, the maximum of the leaves the unit answers itself and that apply to it, leaves filled in.</summary>
public sealed record SelfAssessmentTotals(decimal Points, decimal MaxPoints, int Filled)
{
    public static SelfAssessmentTotals Of(CriteriaSetSnapshot set, IReadOnlyList<LeafEntry> entries)
    {
        var byCode = entries.ToDictionary(entry => entry.LeafCode, StringComparer.Ordinal);
        var leaves = SelfAssessment.AnsweredLeaves(set).Select(leaf =>
        {
            var entry = byCode[leaf.Code];
            return new LeafScore(
                leaf.Code, leaf.Leaf!.Kind, leaf.Leaf.Source, leaf.MaxPoints,
                entry.Status == EvaluationStatus.Scored ? entry.Points : null,
                entry.Status != EvaluationStatus.NotApplicable);
        }).ToList();
        var index = IndexCalculator.Compute(leaves);
        var filled = leaves.Count(leaf => leaf.Kind == LeafKind.Ordinary && (leaf.Points is not null || !leaf.Applicable));
        return new SelfAssessmentTotals(index.Points, index.MaxPoints, filled);
    }
}
