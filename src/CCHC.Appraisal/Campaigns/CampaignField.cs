namespace CCHC.Appraisal.Campaigns;

/// <summary>A field (lĩnh vực) of a group's criteria set, the share of work that is given to an appraiser.</summary>
public sealed class CampaignField
{
    public required Guid CampaignId { get; init; }
    public required string GroupCode { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required int Position { get; init; }

    /// <summary>Leaves that appraisers judge; 0 where survey or external indices alone make the points.</summary>
    public required int Leaves { get; init; }
}
