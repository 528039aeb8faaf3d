namespace CCHC.Contracts.Ranking;

/// <summary>The result of a campaign was frozen and made public.</summary>
/// <remarks>Consumed by Criteria (the campaign's phase becomes <see cref="Criteria.CampaignPhase.Published"/>).</remarks>
public sealed record RankingPublished
{
    public required Guid CampaignId { get; init; }
    public required string CampaignCode { get; init; }

    /// <summary>1 for the first publication.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
}
