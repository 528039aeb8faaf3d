namespace CCHC.Contracts.Criteria;

/// <summary>A practice copy reached the day on which it is wiped; it was closed for work some time before.</summary>
/// <remarks>Consumed by Assessment, Appraisal, Survey and Ranking, each of which deletes every row it holds of the campaign and drops whatever arrives about it later.</remarks>
public sealed record CampaignWiped
{
    public required Guid CampaignId { get; init; }
    public required string Code { get; init; }
    public required DateTimeOffset WipedAt { get; init; }
}
