namespace CCHC.Survey.Surveys;

/// <summary>What the answers of all respondent groups together say of one unit on one leaf.</summary>
public sealed class SurveyResult
{
    public required Guid UnitId { get; init; }

    public required string LeafCode { get; init; }

    /// <summary>Answers that count.</summary>
    public required int Answers { get; init; }

    /// <summary>Mean of the answers that count, unrounded; null when there is none.</summary>
    public decimal? Percentage { get; init; }

    public decimal? Points { get; init; }
}
