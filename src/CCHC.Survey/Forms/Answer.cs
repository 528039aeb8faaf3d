namespace CCHC.Survey.Forms;

/// <summary>
/// One respondent's opinion of one unit in one question. It has no key to a person: the submission's id is random, the time is a day. What is not
/// stored cannot be joined (Law 91/2025/QH15).
/// </summary>
public sealed class Answer
{
    public required Guid SurveyId { get; init; }

    /// <summary>Holds the answers of one form together; random.</summary>
    public required Guid SubmissionId { get; init; }

    public required Guid UnitId { get; init; }

    public required string QuestionCode { get; init; }

    public required string OptionCode { get; init; }

    public required string RespondentGroupCode { get; init; }

    /// <summary>In Vietnam.</summary>
    public required DateOnly Day { get; init; }
}
