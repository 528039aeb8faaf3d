namespace CCHC.Appraisal.Campaigns;

/// <summary>The name of a group (khối), as documents call it.</summary>
public sealed class CampaignGroup
{
    public required Guid CampaignId { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
}
