namespace CCHC.Contracts.Criteria;

/// <summary>A later deadline for a phase (gia hạn), or its reopening (mở lại), with the reason on record.</summary>
public sealed record PhaseExtension
{
    /// <summary>1, 2, … within the campaign; the largest one that fits a unit counts.</summary>
    public required int Number { get; init; }

    /// <summary>Self-assessment or appraisal.</summary>
    public required CampaignPhase Phase { get; init; }

    public required int Round { get; init; }

    /// <summary>Only for this group; null for all.</summary>
    public string? GroupCode { get; init; }

    /// <summary>Only for this unit; null for all.</summary>
    public Guid? UnitId { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>What was submitted may be changed again.</summary>
    public required bool Reopens { get; init; }

    public required string Reason { get; init; }

    /// <summary>Whether it is about this phase and round and reaches this unit of this group.</summary>
    public bool Fits(CampaignPhase phase, int round, string groupCode, Guid unitId) =>
        Phase == phase && Round == round && Reaches(groupCode, unitId);

    /// <summary>Whether it was granted to this unit of this group, by name or with others.</summary>
    public bool Reaches(string groupCode, Guid unitId) => (GroupCode is null || GroupCode == groupCode) && (UnitId is null || UnitId == unitId);
}
