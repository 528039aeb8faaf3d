namespace CCHC.Contracts.Appraisal;

/// <summary>An appraiser set the points of one leaf of one unit.</summary>
/// <remarks>Consumed by Ranking, whose live standing takes the points in place of the self-assessed ones.</remarks>
public sealed record CriterionAppraised
{
    public required Guid CaseId { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid UnitId { get; init; }
    public required int Round { get; init; }
    public required string LeafCode { get; init; }

    /// <summary>Grows with every change of the case, whichever leaf; comparable with <see cref="AppraisalCompleted.Revision"/>.</summary>
    public required int Revision { get; init; }

    /// <summary>0 … maximum of the leaf.</summary>
    public required decimal Points { get; init; }

    /// <summary>False where the appraiser consented to "không phát sinh".</summary>
    public required bool Applicable { get; init; }

    public string? Reason { get; init; }
    public required DateTimeOffset AppraisedAt { get; init; }
}
