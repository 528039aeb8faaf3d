namespace CCHC.Contracts.Ranking;

/// <summary>The result of a campaign became public, at the minute that the leader had set.</summary>
/// <remarks>Consumed by Criteria (the campaign's phase becomes <see cref="Criteria.CampaignPhase.Published"/>).</remarks>
public sealed record RankingPublished
{
    public required Guid CampaignId { get; init; }
    public required string CampaignCode { get; init; }

    /// <summary>Always 1: a campaign is published once; later results of it are told as <see cref="RankingCorrected"/>.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
}
