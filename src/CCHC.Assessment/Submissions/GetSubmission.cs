using CCHC.Assessment.Data;
using CCHC.Assessment.Evidence;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Assessment.Submissions;

/// <summary>The sheet as it was submitted, with the names of that year's set and the calculation of each leaf.</summary>
public static class GetSubmission
{
    public sealed record Leaf(
        string Code, string Name, string FieldCode, string FieldName, decimal MaxPoints, ScoringRule Rule, LeafData Data, EvaluationStatus Status, decimal Points, IReadOnlyList<string> Steps,
        string? Explanation, string? Supplement, string? Evidence, string? AnsweredBy, IReadOnlyList<SubmittedDocument> Documents);

    public sealed record Response(
        Guid SelfAssessmentId, int Number, int Round, DateTimeOffset SubmittedAt, string SubmittedBy, int DaysLate, decimal Points, decimal MaxPoints,
        string CampaignName, int Year, bool Practice, string UnitName, IReadOnlyList<AcceptedWarning> AcceptedWarnings, IReadOnlyList<SubmittedNarrative> Narratives,
        IReadOnlyList<Leaf> Leaves);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, int number, CurrentUser user, AssessmentDbContext db, CancellationToken cancellationToken)
    {
        var sheet = await db.FindSheetForReadingAsync(id, user, cancellationToken);
        var submission = sheet is null ? null : await db.Submissions.AsNoTracking().SingleOrDefaultAsync(x => x.SelfAssessmentId == id && x.Number == number, cancellationToken);
        if (submission is null)
        {
            return TypedResults.NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().Include(x => x.Groups).SingleAsync(x => x.Id == sheet!.CampaignId, cancellationToken);
        var nodes = campaign.SetOf(sheet!.GroupCode).Nodes.ToDictionary(node => node.Code, StringComparer.Ordinal);
        return TypedResults.Ok(new Response(
            id, number, submission.Round, submission.SubmittedAt, submission.SubmittedBy, submission.DaysLate, submission.Points, submission.MaxPoints,
            campaign.Name, campaign.Year, campaign.Practice, sheet.UnitName, submission.Content.AcceptedWarnings, submission.Content.Narratives,
            [
                .. submission.Content.Leaves.Select(leaf =>
                {
                    var node = nodes[leaf.LeafCode];
                    return new Leaf(
                        leaf.LeafCode, node.Name, node.Leaf!.FieldCode, nodes[node.Leaf.FieldCode].Name, node.MaxPoints, node.Leaf.Rule, leaf.Data, leaf.Status, leaf.Points,
                        Scorer.Evaluate(node.Leaf.Rule, node.MaxPoints, leaf.Data).Steps,
                        leaf.Explanation, leaf.Supplement, leaf.Evidence, leaf.AnsweredBy, leaf.Documents);
                }),
            ]));
    }
}
