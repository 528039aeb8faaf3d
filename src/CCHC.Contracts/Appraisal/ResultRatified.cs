namespace CCHC.Contracts.Appraisal;

/// <summary>The chair of the council ratified the whole result of a campaign, or chair and secretary opened it again.</summary>
/// <remarks>Consumed by Ranking, which shows it beside the standings and does not publish a result that was opened again.</remarks>
public sealed record ResultRatified
{
    public required Guid CampaignId { get; init; }

    /// <summary>Grows with every ratification and every reopening; an older copy is stale.</summary>
    public required int Revision { get; init; }

    /// <summary>False where the result was opened again.</summary>
    public required bool Ratified { get; init; }

    public required string DecidedBy { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Why it was opened again; of a ratification what the chair noted.</summary>
    public string? Reason { get; init; }
}
