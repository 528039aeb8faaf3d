namespace CCHC.Ranking.Conflicts;

/// <summary>A person who must have nothing to do with a unit of a campaign, as Appraisal told.</summary>
public sealed class Conflict
{
    public required Guid CampaignId { get; init; }
    public required Guid UserId { get; init; }
    public required Guid UnitId { get; init; }
}

/// <summary>How new the conflicts held of a campaign are; there may be none of them.</summary>
public sealed class ConflictsRevision
{
    public required Guid CampaignId { get; init; }
    public required int Revision { get; set; }
}
