namespace CCHC.Scoring.Tests;

/// <summary>What tests say about an evaluation.</summary>
internal static class Expect
{
    public static void Points(decimal expected, ScoringRule rule, decimal max, LeafData data)
    {
        var evaluation = Scorer.Evaluate(rule, max, data);
        Assert.Null(evaluation.Problem);
        Assert.Equal(EvaluationStatus.Scored, evaluation.Status);
        Assert.Equal(expected, evaluation.Points);
        Assert.NotEmpty(evaluation.Steps);
    }

    public static void Steps(ScoringRule rule, decimal max, LeafData data, params string[] steps) =>
        Assert.Equal(steps, Scorer.Evaluate(rule, max, data).Steps);

    public static void Missing(string problem, ScoringRule rule, decimal max, LeafData data) =>
        Unscored(EvaluationStatus.Missing, problem, rule, max, data);

    public static void Invalid(string problem, ScoringRule rule, decimal max, LeafData data) =>
        Unscored(EvaluationStatus.Invalid, problem, rule, max, data);

    public static void NotApplicable(ScoringRule rule, decimal max, LeafData data) =>
        Unscored(EvaluationStatus.NotApplicable, null, rule, max, data);

    public static void Sound(ScoringRule rule, decimal max) => Assert.Empty(Scorer.Problems(rule, max));

    public static void Problem(string problem, ScoringRule rule, decimal max) => Assert.Equal(problem, Assert.Single(Scorer.Problems(rule, max)));

    private static void Unscored(EvaluationStatus status, string? problem, ScoringRule rule, decimal max, LeafData data)
    {
        var evaluation = Scorer.Evaluate(rule, max, data);
        Assert.Equal(status, evaluation.Status);
        Assert.Equal(problem, evaluation.Problem);
        Assert.Equal(0, evaluation.Points);
    }
}
