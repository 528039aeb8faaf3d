namespace CCHC.Appraisal.IndependentScoring;

/// <summary>A member has finished its own scores of a field; when all have, they are compared.</summary>
public sealed class MemberCompletion
{
    public required Guid CaseId { get; init; }
    public required int Round { get; init; }
    public required string FieldCode { get; init; }
    public required Guid AppraiserId { get; init; }
    public required DateTimeOffset CompletedAt { get; init; }
}
