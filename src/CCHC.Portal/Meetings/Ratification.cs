namespace CCHC.Portal.Meetings;

public enum RatificationKind
{
    Ratified,
    ReopeningAsked,
    Reopened,
    ReopeningDropped,
}

/// <summary>Whether the result of a campaign is ratified, what stands in the way, and every step so far.</summary>
/// <param name="MayAgree">Somebody asked that it be opened again, and the person is the other one.</param>
/// <param name="Asked">Somebody asked, and the person may drop it.</param>
public sealed record Ratification(
    Guid CampaignId, string CampaignName, bool Practice, DateTimeOffset? RatifiedAt, IReadOnlyList<string> Blockers, bool MayRatify, bool MayAsk, bool MayAgree, bool Asked,
    IReadOnlyList<RatificationStep> Steps)
{
    public string Address => RatificationPages.Address(CampaignId);
}

public sealed record RatificationStep(RatificationKind Kind, string By, DateTimeOffset At, string? Reason);
