using System.ComponentModel.DataAnnotations;
using CCHC.Scoring;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>The calculator beside the rule editor: scores data by a rule that need not be stored anywhere.</summary>
public static class CalculatePoints
{
    public sealed record Request([property: Required] ScoringRule Rule, decimal MaxPoints, [property: Required] LeafData Data);

    public sealed record Response(EvaluationStatus Status, decimal? Points, IReadOnlyList<string> Steps, string? Problem, string RuleText, IReadOnlyList<string> RuleProblems);

    public static Ok<Response> Handle(Request request)
    {
        var result = Scorer.Evaluate(request.Rule, request.MaxPoints, request.Data);
        return TypedResults.Ok(new Response(
            result.Status,
            result.Status == EvaluationStatus.Scored ? result.Points : null,
            result.Steps,
            result.Problem,
            Scorer.Describe(request.Rule, request.MaxPoints),
            Scorer.Problems(request.Rule, request.MaxPoints)));
    }
}
