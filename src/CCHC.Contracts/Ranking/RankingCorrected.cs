namespace CCHC.Contracts.Ranking;

/// <summary>A corrigendum took the place of a published result; what was public before stays readable under its own number.</summary>
/// <remarks>
/// Consumed by nobody yet: the campaign stays published, and who shows results asks Ranking. It is no second <see cref="RankingPublished"/>, for
/// whoever closes a campaign on that would have to tell the two apart.
/// </remarks>
public sealed record RankingCorrected
{
    public required Guid CampaignId { get; init; }
    public required string CampaignCode { get; init; }

    /// <summary>From 1 for each campaign; a smaller one is older.</summary>
    public required int Corrigendum { get; init; }

    /// <summary>Why the result was corrected, in Vietnamese.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }
}
