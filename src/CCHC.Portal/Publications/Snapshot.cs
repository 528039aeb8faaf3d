namespace CCHC.Portal.Publications;

public enum SnapshotState
{
    Open,
    Approved,
    Superseded,
    Discarded,
}

public enum SnapshotDeedKind
{
    ApprovalWithdrawn,
    Discarded,
}

/// <summary>The snapshots of a campaign, newest first.</summary>
/// <param name="PublicVersion">What everybody sees: 0 as first published, else the number of the corrigendum; null for nothing.</param>
public sealed record SnapshotList(string Campaign, string CampaignName, bool Practice, int? PublicVersion, bool Reopened, IReadOnlyList<SnapshotItem> Items)
{
    /// <summary>The one that the page is about: waiting for approval or for its minute.</summary>
    public SnapshotItem? Current => Items.FirstOrDefault(item => item.IsOpen || item.IsWaiting);
}

/// <param name="Mine">Taken by the person who looks, so somebody else must approve it.</param>
public sealed record SnapshotItem(
    int Number, SnapshotState State, DateTimeOffset TakenAt, string TakenBy, bool Mine, string Hash, int Units, int Ranked, int? Corrects, string? Reason, int Version, bool Public,
    SnapshotApproval? Approval, IReadOnlyList<SnapshotDeed> Deeds)
{
    public bool IsOpen => State == SnapshotState.Open;

    /// <summary>Approved, and its minute is still to come.</summary>
    public bool IsWaiting => State == SnapshotState.Approved && !Public;
}

public sealed record SnapshotApproval(string By, DateTimeOffset At, DateTimeOffset PublicFrom, string? DecisionNumber, DateOnly? DecisionDate);

public sealed record SnapshotDeed(SnapshotDeedKind Kind, string By, DateTimeOffset At, string Reason);

/// <summary>A frozen table for review, and what differs from it.</summary>
public sealed record SnapshotReview(
    SnapshotItem Snapshot, IReadOnlyList<ReviewedGroup> Groups, IReadOnlyList<string> Withheld, IReadOnlyList<UnitChange> SinceTaken, IReadOnlyList<UnitChange>? SincePrevious,
    IReadOnlyList<UnitChange>? SincePublished);

public sealed record ReviewedGroup(string Code, string Name, decimal? Mean, IReadOnlyList<ReviewedUnit> Items);

public sealed record ReviewedUnit(
    int? Rank, bool Shared, string UnitCode, string UnitName, decimal? Index, decimal Points, decimal MaxPoints, decimal Appraised, decimal Survey, decimal External, decimal Bonus,
    decimal Penalty, string? Class, bool Awarded, string? HeadClass = null, string? HeadReason = null);

/// <summary>What is different of a unit in a later result.</summary>
public sealed record UnitChange(
    string GroupCode, string UnitCode, string UnitName, decimal? IndexBefore, decimal? IndexAfter, int? RankBefore, int? RankAfter, string? ClassBefore, string? ClassAfter,
    IReadOnlyList<LeafChange> Leaves, string? HeadClassBefore = null, string? HeadClassAfter = null);

public sealed record LeafChange(string Code, decimal? PointsBefore, decimal? PointsAfter, bool ApplicableBefore, bool ApplicableAfter);
