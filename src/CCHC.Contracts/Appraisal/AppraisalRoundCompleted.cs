namespace CCHC.Contracts.Appraisal;

/// <summary>Every unit of a campaign was appraised in a round; comes again when one is reopened and completed anew.</summary>
/// <remarks>Consumed by Criteria, whose journal tells home affairs that the next round or the council's meeting may begin.</remarks>
public sealed record AppraisalRoundCompleted
{
    public required Guid CampaignId { get; init; }
    public required int Round { get; init; }

    /// <summary>Units appraised, all of the campaign.</summary>
    public required int Units { get; init; }

    /// <summary>When the last unit was completed; tells one ending of the round from a later one.</summary>
    public required DateTimeOffset CompletedAt { get; init; }
}
