namespace CCHC.Appraisal.Conflicts;

/// <summary>Why a person has nothing to do with a unit in a campaign (xung đột lợi ích); stays on record when it is withdrawn.</summary>
public sealed class Conflict
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid UserId { get; init; }
    public required Guid UnitId { get; init; }
    public required ConflictKind Kind { get; init; }
    public string? Note { get; init; }
    public required string RecordedBy { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public string? WithdrawnBy { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }

    public void Withdraw(string by, DateTimeOffset now) => (WithdrawnBy, WithdrawnAt) = (by, now);
}

public enum ConflictKind
{
    /// <summary>Works there now.</summary>
    OwnUnit,

    /// <summary>Worked there within the year that is measured.</summary>
    FormerPost,

    /// <summary>Said so itself, for whatever reason.</summary>
    Declared,
}
