namespace CCHC.Contracts.Appraisal;

/// <summary>Every field of a unit's case was completed in a round; what nobody touched stands as self-assessed. Sent again when the council decides otherwise afterwards.</summary>
/// <remarks>Consumed by Ranking (points of the round, unit complete, how far independent scores lie apart) and Assessment (shown to the unit beside its own points in the next round).</remarks>
public sealed record AppraisalCompleted
{
    public required Guid CaseId { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid UnitId { get; init; }
    public required int Round { get; init; }

    /// <summary>Grows with every change of the case; comparable with <see cref="CriterionAppraised.Revision"/>.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset CompletedAt { get; init; }
    public required IReadOnlyList<AppraisedLeaf> Leaves { get; init; }
}

/// <summary>The council's points for one leaf.</summary>
public sealed record AppraisedLeaf
{
    public required string LeafCode { get; init; }

    /// <summary>0 … maximum of the leaf.</summary>
    public required decimal Points { get; init; }

    public required bool Applicable { get; init; }
    public string? Reason { get; init; }

    /// <summary>What the unit is asked to explain in its reply.</summary>
    public string? Request { get; init; }

    /// <summary>How many members scored the leaf of this unit without seeing each other, at least 2; null where fewer did. Who gave what is not told.</summary>
    public int? Opinions { get; init; }

    /// <summary>Standard deviation of their points, √(Σ (x − mean)² / (n − 1)); null likewise.</summary>
    public decimal? OpinionDeviation { get; init; }
}
