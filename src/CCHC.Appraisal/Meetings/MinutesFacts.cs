namespace CCHC.Appraisal.Meetings;

/// <summary>What the minutes of a meeting of the council are made of.</summary>
/// <param name="Number">Of the meeting within its campaign, not of the document.</param>
/// <param name="ClosedAt">Null while the meeting goes on: the minutes are a draft.</param>
/// <param name="Present">Members of the council who are present, the chair among them.</param>
/// <param name="Members">Of the council.</param>
/// <param name="Quorum">Least number of members present.</param>
public sealed record MinutesFacts(
    string CampaignName,
    int Year,
    bool Practice,
    int Number,
    DateTimeOffset HeldAt,
    DateTimeOffset? ClosedAt,
    string Place,
    string? ChairedBy,
    string? Secretary,
    IReadOnlyList<string> Present,
    IReadOnlyList<string> Absent,
    int Members,
    int Quorum,
    IReadOnlyList<MinutedItem> Items,
    string? Conclusion);

/// <summary>One leaf of one unit before the council.</summary>
/// <param name="Why">What brought it to the meeting.</param>
/// <param name="PointsBefore">What the appraisers had decided; null where they had not.</param>
/// <param name="ProposalText">What was voted on; null where nothing was put to the vote.</param>
/// <param name="NotVoting">Members who did not vote for a conflict of interest.</param>
/// <param name="Points">After the meeting.</param>
public sealed record MinutedItem(
    string UnitName,
    string LeafCode,
    string LeafName,
    decimal MaxPoints,
    IReadOnlyList<string> Why,
    decimal? SelfPoints,
    bool SelfApplicable,
    decimal? PointsBefore,
    bool ApplicableBefore,
    IReadOnlyList<MinutedPosition> Positions,
    string? ProposalText,
    int Yes,
    int No,
    int Abstain,
    IReadOnlyList<string> NotVoting,
    MinutedOutcome Outcome,
    decimal? Points,
    bool Applicable,
    string? Reason);

/// <summary>What a member held to be right.</summary>
public sealed record MinutedPosition(string By, decimal Points, bool Applicable, string? Reason);

public enum MinutedOutcome
{
    /// <summary>Not decided yet.</summary>
    Pending,

    /// <summary>The proposal was carried.</summary>
    Adopted,

    /// <summary>The proposal was voted down.</summary>
    Rejected,

    /// <summary>The council stayed with the result it had.</summary>
    Kept,

    /// <summary>Too few could vote.</summary>
    NoQuorum,
}
