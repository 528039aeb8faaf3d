using CCHC.Contracts.Survey;

namespace CCHC.Survey.ExternalIndices;

/// <summary>A percentage measured elsewhere that makes the points of one leaf of one unit; a correction is a new revision, the old one stays.</summary>
public sealed class ExternalIndex
{
    public required Guid CampaignId { get; init; }
    public required Guid UnitId { get; init; }
    public required string LeafCode { get; init; }

    /// <summary>1, 2, … per unit and leaf; the highest one counts.</summary>
    public required int Revision { get; init; }

    /// <summary>0 … 100.</summary>
    public required decimal Percentage { get; init; }

    /// <summary>Maximum of the leaf × percentage.</summary>
    public required decimal Points { get; init; }

    /// <summary>The document the percentage was taken from.</summary>
    public required string Evidence { get; init; }

    /// <summary>Empty for a figure made up for practice.</summary>
    public required Guid RecordedBy { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    public ExternalIndexRecorded ToEvent() => new()
    {
        CampaignId = CampaignId,
        UnitId = UnitId,
        LeafCode = LeafCode,
        Revision = Revision,
        Percentage = Percentage,
        Points = Points,
        Evidence = Evidence,
    };
}
