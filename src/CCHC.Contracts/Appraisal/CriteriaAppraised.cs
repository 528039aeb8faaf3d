namespace CCHC.Contracts.Appraisal;

/// <summary>An appraiser agreed to many leaves of one unit at once, or took that back, or independent scores of a field were compared: one message a unit, however many leaves.</summary>
/// <remarks>Consumed by Ranking, whose live standing takes the points, or the unit's own again, leaf by leaf.</remarks>
public sealed record CriteriaAppraised
{
    public required Guid CaseId { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid UnitId { get; init; }
    public required int Round { get; init; }

    /// <summary>Grows with every change of the case; comparable with <see cref="CriterionAppraised.Revision"/>.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset AppraisedAt { get; init; }
    public required IReadOnlyList<LeafDecision> Leaves { get; init; }
}

/// <summary>What the council has decided of one leaf as of now.</summary>
public sealed record LeafDecision
{
    public required string LeafCode { get; init; }

    /// <summary>0 … maximum of the leaf; null where nothing is decided any more.</summary>
    public required decimal? Points { get; init; }

    /// <summary>False where "không phát sinh" was consented to.</summary>
    public required bool Applicable { get; init; }

    public string? Reason { get; init; }
}
