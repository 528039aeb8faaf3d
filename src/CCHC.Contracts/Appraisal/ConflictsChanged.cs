namespace CCHC.Contracts.Appraisal;

/// <summary>Who must have nothing to do with which units of a campaign: all conflicts of interest that stand.</summary>
/// <remarks>Consumed by Assessment and Ranking, which show these people nothing of these units.</remarks>
public sealed record ConflictsChanged
{
    public required Guid CampaignId { get; init; }

    /// <summary>Grows with every change; an older copy is stale.</summary>
    public required int Revision { get; init; }

    public required IReadOnlyList<ConflictOfInterest> Conflicts { get; init; }
}

/// <summary>One person and one unit.</summary>
public sealed record ConflictOfInterest
{
    public required Guid UserId { get; init; }
    public required Guid UnitId { get; init; }
}
