using CCHC.Assessment.Data;
using CCHC.Assessment.Evidence;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Submissions;

/// <summary>What changed from one submission to another, leaf by leaf; leaves that stayed the same are only counted.</summary>
public static class CompareSubmissions
{
    public sealed record Side(LeafData Data, EvaluationStatus Status, decimal Points, string? Explanation, string? Supplement, string? Evidence);

    /// <param name="Added">Documents that the earlier one did not have.</param>
    /// <param name="Removed">Documents that the later one does not have any more: replaced by a new version, or taken off this leaf.</param>
    public sealed record Leaf(
        string Code, string Name, decimal MaxPoints, ScoringRule Rule, Side Before, Side After, IReadOnlyList<SubmittedDocument> Added, IReadOnlyList<SubmittedDocument> Removed);

    public sealed record Head(int Number, int Round, DateTimeOffset SubmittedAt, string SubmittedBy, decimal Points, decimal MaxPoints);

    public sealed record Response(Guid SelfAssessmentId, Head Earlier, Head Later, int Unchanged, IReadOnlyList<Leaf> Leaves);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, int earlier, int later, CurrentUser user, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        var sheet = await db.FindSheetForReadingAsync(id, user, cancellationToken);
        var both = sheet is null
            ? []
            : await db.Submissions.AsNoTracking().Where(x => x.SelfAssessmentId == id && (x.Number == earlier || x.Number == later)).ToListAsync(cancellationToken);
        if (both.Find(x => x.Number == earlier) is not { } first || both.Find(x => x.Number == later) is not { } second)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == sheet!.CampaignId, cancellationToken);
        var before = first.Content.Leaves.ToDictionary(leaf => leaf.LeafCode, StringComparer.Ordinal);
        var after = second.Content.Leaves.ToDictionary(leaf => leaf.LeafCode, StringComparer.Ordinal);
        var changed = campaign.SetOf(sheet!.GroupCode).Leaves().Where(node => before.ContainsKey(node.Code) && after.ContainsKey(node.Code))
            .Select(node =>
            {
                var (old, now) = (before[node.Code], after[node.Code]);
                return new Leaf(
                    node.Code, node.Name, node.MaxPoints, node.Leaf!.Rule, SideOf(old), SideOf(now),
                    [.. now.Documents.ExceptBy(old.Documents.Select(x => x.Id), x => x.Id)], [.. old.Documents.ExceptBy(now.Documents.Select(x => x.Id), x => x.Id)]);
            })
            .Where(leaf => leaf.Before != leaf.After || leaf.Added.Count + leaf.Removed.Count > 0).ToList();
        return TypedResults.Ok(new Response(id, HeadOf(first), HeadOf(second), after.Count - changed.Count, changed));
    }

    private static Side SideOf(SubmittedLeafEntry leaf) => new(leaf.Data, leaf.Status, leaf.Points, leaf.Explanation, leaf.Supplement, leaf.Evidence);

    private static Head HeadOf(Submission submission) =>
        new(submission.Number, submission.Round, submission.SubmittedAt, submission.SubmittedBy, submission.Points, submission.MaxPoints);
}
