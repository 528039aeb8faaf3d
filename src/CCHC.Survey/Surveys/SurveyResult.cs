using CCHC.Scoring;
using CCHC.Survey.Questionnaires;
using CCHC.Survey.Results;

namespace CCHC.Survey.Surveys;

/// <summary>What the answers of all respondent groups together say of one unit on one leaf.</summary>
public sealed class SurveyResult
{
    public required Guid UnitId { get; init; }

    public required string LeafCode { get; init; }

    /// <summary>Answers that count.</summary>
    public required int Answers { get; init; }

    /// <summary>People who gave one; a result of fewer than five is not shown.</summary>
    public int Respondents { get; init; }

    /// <summary>Weighted mean of the answers that count, 0 … 100, unrounded; null when there is none.</summary>
    public decimal? Percentage { get; init; }

    public decimal? Points { get; init; }

    /// <summary>Of the percentage; null where too few answered for one.</summary>
    public decimal? StandardError { get; init; }

    /// <summary>Points of the leaf: maximum × percentage (no answer that counts: none yet, never 0).</summary>
    public static SurveyResult Of(Guid unitId, LeafLink leaf, Statistic? statistic)
    {
        var evaluation = Scorer.Evaluate(new SurveyRule(), leaf.MaxPoints, new LeafData { Percentage = statistic?.Value });
        return new SurveyResult
        {
            UnitId = unitId,
            LeafCode = leaf.LeafCode,
            Answers = statistic?.Answers ?? 0,
            Respondents = statistic?.Respondents ?? 0,
            Percentage = statistic?.Value,
            Points = evaluation.Status == EvaluationStatus.Scored ? evaluation.Points : null,
            StandardError = statistic?.StandardError,
        };
    }
}
