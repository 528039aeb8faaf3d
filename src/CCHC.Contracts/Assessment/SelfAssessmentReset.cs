namespace CCHC.Contracts.Assessment;

/// <summary>In a practice copy a unit's sheet was put back to its start; whatever followed from it is void.</summary>
/// <remarks>Consumed by Appraisal (drops the unit's case) and Ranking (drops the unit's points).</remarks>
public sealed record SelfAssessmentReset
{
    public required Guid SelfAssessmentId { get; init; }
    public required Guid CampaignId { get; init; }
    public required Guid UnitId { get; init; }

    /// <summary>Submissions of this sheet up to here are void; comparable with <see cref="SelfAssessmentSubmitted.Revision"/>.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset ResetAt { get; init; }
}
