namespace CCHC.Appraisal.Distributions;

/// <summary>A distribution of the work that was calculated and not released; only those who run the council see it.</summary>
public sealed class Proposal
{
    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required string Seed { get; init; }
    public required int MembersPerShare { get; init; }

    /// <summary>Groups that are dealt out; the others keep their members.</summary>
    public required IReadOnlyList<string> GroupCodes { get; init; }

    public required IReadOnlyList<Distribution.Dealt> Dealt { get; init; }

    /// <summary>Of the council; a proposal made for other members or conflicts is not released.</summary>
    public required int CouncilRevision { get; init; }

    public required string MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
}
