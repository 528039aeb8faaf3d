using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Campaigns;
using CCHC.Assessment.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>Saves one leaf and answers at once with its points and how they came about.</summary>
public static class EnterData
{
    public sealed record Request(
        [property: Required] LeafData Data,
        [property: StringLength(4000)] string? Explanation,
        [property: StringLength(1000)] string? Evidence,
        [property: StringLength(4000)] string? Supplement = null);

    public sealed record Response(
        string LeafCode, decimal Points, decimal MaxPoints, EvaluationStatus Status, IReadOnlyList<string> Steps, string? Problem, uint Version,
        decimal SelfPoints, decimal TotalMax, int Filled, int LeafCount);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, string leafCode, Request request, [FromHeader(Name = "If-Match")] string? ifMatch,
        CurrentUser user, AssessmentDbContext db, KnownCampaigns campaigns, RequestArrival arrival, CancellationToken cancellationToken)
    {
        var now = arrival.Time;
        await using var transaction = await db.BeginAsync(cancellationToken);
        await db.LockStatusAsync(id, cancellationToken);
        var entering = await DataEntry.OpenAsync(db, campaigns, id, user, now, cancellationToken, leafCode);
        if (entering?.Find(leafCode) is not { } criterion)
        {
            return TypedResults.NotFound();
        }

        var evaluation = entering.Enter(criterion, new LeafInput(request.Data, request.Explanation, request.Evidence, request.Supplement), ifMatch);
        await db.SaveChangesAsync(cancellationToken);
        var totals = await SelfAssessmentTotals.OfStoredAsync(db, id, entering.Set, cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(new Response(
            leafCode, evaluation.Points, criterion.MaxPoints, evaluation.Status, evaluation.Steps, evaluation.Problem, entering.EntryOf(leafCode).Version,
            totals.Points, totals.MaxPoints, totals.Filled, entering.Assessment.LeafCount));
    }
}
