using System.ComponentModel.DataAnnotations;
using CCHC.Assessment.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Assessment.SelfAssessments;

/// <summary>Saves one leaf and answers at once with its points and how they came about.</summary>
public static class EnterData
{
    public sealed record Request(
        [property: Required] LeafData Data,
        [property: StringLength(4000)] string? Explanation,
        [property: StringLength(1000)] string? Evidence);

    public sealed record Response(
        string LeafCode, decimal Points, decimal MaxPoints, EvaluationStatus Status, IReadOnlyList<string> Steps, string? Problem, uint Version,
        decimal SelfPoints, decimal TotalMax, int Filled, int LeafCount);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, string leafCode, Request request, [FromHeader(Name = "If-Match")] string? ifMatch,
        CurrentUser user, AssessmentDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockStatusAsync(id, cancellationToken);
        var entering = await DataEntry.OpenAsync(db, id, user, clock, cancellationToken);
        if (entering?.Find(leafCode) is not { } criterion)
        {
            return TypedResults.NotFound();
        }

        var evaluation = entering.Enter(criterion, request.Data, request.Explanation, request.Evidence, ifMatch);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var totals = SelfAssessmentTotals.Of(entering.Set, entering.Assessment.Entries);
        return TypedResults.Ok(new Response(
            leafCode, evaluation.Points, criterion.MaxPoints, evaluation.Status, evaluation.Steps, evaluation.Problem, entering.EntryOf(leafCode).Version,
            totals.Points, totals.MaxPoints, totals.Filled, entering.Assessment.LeafCount));
    }
}
