namespace CCHC.Survey.Submissions;

public enum SubmissionChannel
{
    /// <summary>The link that a respondent group shares, or a kiosk.</summary>
    Link,

    Kiosk,

    /// <summary>A code for one person.</summary>
    Personal,

    /// <summary>Typed in from paper.</summary>
    Paper,

    /// <summary>From a file of another system.</summary>
    Import,

    /// <summary>An enumerator's tablet.</summary>
    Tablet,
}

public enum SubmissionState
{
    Valid,

    /// <summary>Something is odd about it; home affairs decides before the survey is closed. Until then it counts on the board and nowhere else.</summary>
    Flagged,

    /// <summary>Kept, with the reason, and not counted.</summary>
    Excluded,
}

/// <summary>
/// One filled-in form. It has no key to a person: the id is random, the time is a day, stratum and cluster hold at least five people who were
/// invited. What is not stored cannot be joined (Law 91/2025/QH15).
/// </summary>
public sealed class Submission
{
    public required Guid SurveyId { get; init; }

    /// <summary>Random.</summary>
    public required Guid Id { get; init; }

    public required string RespondentGroupCode { get; init; }
    public required SubmissionChannel Channel { get; init; }

    /// <summary>Of the questionnaire that was answered.</summary>
    public required int Version { get; init; }

    /// <summary>Whoever asked or typed, never who answered.</summary>
    public string? Enumerator { get; init; }

    /// <summary>Of the sample; empty where nobody was drawn.</summary>
    public string Stratum { get; init; } = "";

    public string? Cluster { get; init; }

    /// <summary>How many people of the frame the respondent stands for; 1 where nobody was drawn.</summary>
    public decimal Weight { get; init; } = 1;

    /// <summary>In Vietnam.</summary>
    public required DateOnly Day { get; init; }

    public required IReadOnlyList<GivenAnswer> Answers { get; init; }

    /// <summary>What is odd about it: see <see cref="Quality"/>.</summary>
    public IReadOnlyList<string> Flags { get; init; } = [];

    public SubmissionState State { get; private set; }

    /// <summary>Why it does not count; set by whoever reviewed it, or by a duplicate.</summary>
    public string? Reason { get; private set; }

    public string? ReviewedBy { get; private set; }

    /// <summary>Flagged, unless it cannot count in any case.</summary>
    public static SubmissionState FirstState(IReadOnlyCollection<string> flags) => flags.Contains(Quality.Duplicate) ? SubmissionState.Excluded : flags.Count > 0 ? SubmissionState.Flagged : SubmissionState.Valid;

    public void Review(SubmissionState decision, string? reason, string by) => (State, Reason, ReviewedBy) = (decision, reason, by);
}
