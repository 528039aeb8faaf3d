namespace CCHC.Appraisal.Campaigns;

/// <summary>A unit that takes part, as it was named when the campaign opened.</summary>
public sealed class CampaignUnit
{
    public required Guid CampaignId { get; init; }
    public required Guid UnitId { get; init; }
    public required string GroupCode { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
}
