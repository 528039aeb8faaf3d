namespace CCHC.Contracts.Survey;

/// <summary>A survey was closed and its answers became points per unit and leaf.</summary>
/// <remarks>Consumed by Ranking (survey points).</remarks>
public sealed record SurveyClosed
{
    public required Guid SurveyId { get; init; }
    public required Guid CampaignId { get; init; }

    /// <summary>Grows when a closed survey is recalculated; a copy with a smaller revision is stale.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset ClosedAt { get; init; }
    public required IReadOnlyList<SurveyedLeaf> Results { get; init; }
}

/// <summary>What the answers say of one unit on one leaf.</summary>
public sealed record SurveyedLeaf
{
    public required Guid UnitId { get; init; }
    public required string LeafCode { get; init; }

    /// <summary>Answers that count; "không biết" does not.</summary>
    public required int Answers { get; init; }

    /// <summary>Mean percentage 0 … 100; null where nobody gave an answer that counts, so the leaf has no points yet.</summary>
    public decimal? Percentage { get; init; }

    /// <summary>Maximum of the leaf × percentage.</summary>
    public decimal? Points { get; init; }

    /// <summary>Of the percentage, from the sample's design; null where too few answered, or nobody was drawn by chance.</summary>
    public decimal? StandardError { get; init; }
}
