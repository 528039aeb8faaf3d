namespace CCHC.Appraisal.Ratifications;

/// <summary>A step in the life of a campaign's result: ratified, asked to be opened again, opened; none is ever changed.</summary>
public sealed class RatificationStep
{
    public required Guid CampaignId { get; init; }

    /// <summary>1, 2, … in the campaign.</summary>
    public required int Number { get; init; }

    public required RatificationKind Kind { get; init; }
    public required Guid UserId { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
    public string? Reason { get; init; }
}

public enum RatificationKind
{
    Ratified,

    /// <summary>By chair or secretary; needs the other.</summary>
    ReopeningAsked,

    Reopened,

    /// <summary>Taken back, or refused by the other.</summary>
    ReopeningDropped,
}
