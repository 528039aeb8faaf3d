using CCHC.Scoring;

namespace CCHC.Appraisal.Campaigns;

/// <summary>A leaf whose points are appraised; survey and external leaves are not kept here.</summary>
public sealed class CampaignLeaf
{
    public required Guid CampaignId { get; init; }
    public required string GroupCode { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string FieldCode { get; init; }

    /// <summary>Names of the nodes above, from the field down.</summary>
    public required string Path { get; init; }

    public required int Position { get; init; }
    public required decimal MaxPoints { get; init; }
    public required LeafKind Kind { get; init; }
    public required ScoringRule Rule { get; init; }
    public required bool NotApplicableAllowed { get; init; }
    public required bool EvidenceRequired { get; init; }
    public string? Guidance { get; init; }

    /// <summary>Who answers the leaf in place of the measured unit; its people do not appraise it.</summary>
    public Guid? ResponsibleUnitId { get; init; }
}
