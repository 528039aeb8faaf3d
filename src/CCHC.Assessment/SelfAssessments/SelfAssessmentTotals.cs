using CCHC.Assessment.Data;
using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>How far a sheet is: points so far, the maximum of the leaves the unit answers itself and that apply to it, leaves filled in.</summary>
public sealed record SelfAssessmentTotals(decimal Points, decimal MaxPoints, int Filled)
{
    private sealed record Result(string LeafCode, EvaluationStatus Status, decimal Points);

    public static SelfAssessmentTotals Of(CriteriaSetSnapshot set, IReadOnlyList<LeafEntry> entries) =>
        Of(set, entries.Select(entry => new Result(entry.LeafCode, entry.Status, entry.Points)));

    /// <summary>Of the sheet as it is stored; what was entered, which is most of it, is not read.</summary>
    public static async Task<SelfAssessmentTotals> OfStoredAsync(AssessmentDbContext db, Guid selfAssessmentId, CriteriaSetSnapshot set, CancellationToken cancellationToken) =>
        Of(set, await db.Entries.Where(entry => entry.SelfAssessmentId == selfAssessmentId)
            .Select(entry => new Result(entry.LeafCode, entry.Status, entry.Points)).ToListAsync(cancellationToken));

    private static SelfAssessmentTotals Of(CriteriaSetSnapshot set, IEnumerable<Result> results)
    {
        var byCode = results.ToDictionary(result => result.LeafCode, StringComparer.Ordinal);
        var leaves = SelfAssessment.AnsweredLeaves(set).Select(leaf =>
        {
            var result = byCode[leaf.Code];
            return new LeafScore(
                leaf.Code, leaf.Leaf!.Kind, leaf.Leaf.Source, leaf.MaxPoints,
                result.Status == EvaluationStatus.Scored ? result.Points : null,
                result.Status != EvaluationStatus.NotApplicable);
        }).ToList();
        var index = IndexCalculator.Compute(leaves);
        var filled = leaves.Count(leaf => leaf.Kind == LeafKind.Ordinary && (leaf.Points is not null || !leaf.Applicable));
        return new SelfAssessmentTotals(index.Points, index.MaxPoints, filled);
    }
}
