namespace CCHC.Contracts.Survey;

/// <summary>Home affairs entered a percentage measured elsewhere (such as a unit's SIPAS) for a leaf whose points come from it.</summary>
/// <remarks>Consumed by Ranking (external points).</remarks>
public sealed record ExternalIndexRecorded
{
    public required Guid CampaignId { get; init; }
    public required Guid UnitId { get; init; }
    public required string LeafCode { get; init; }

    /// <summary>Grows with every correction; a copy with a smaller revision is stale.</summary>
    public required int Revision { get; init; }

    /// <summary>0 … 100.</summary>
    public required decimal Percentage { get; init; }

    /// <summary>Maximum of the leaf × percentage.</summary>
    public required decimal Points { get; init; }

    /// <summary>The document the percentage was taken from.</summary>
    public required string Evidence { get; init; }
}
