namespace CCHC.Assessment.MinistryReview;

/// <summary>The points that the Ministry gave for one leaf, kept beside the province's own.</summary>
public sealed class MinistryPoints
{
    public required Guid SelfAssessmentId { get; init; }
    public required string LeafCode { get; init; }

    /// <summary>0 … maximum of the leaf.</summary>
    public required decimal Points { get; set; }

    public string? Reason { get; set; }
    public required string RecordedBy { get; set; }
    public required DateTimeOffset RecordedAt { get; set; }
}
