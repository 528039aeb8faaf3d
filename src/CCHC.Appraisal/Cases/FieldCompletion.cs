namespace CCHC.Appraisal.Cases;

/// <summary>A field of a case that its appraiser has finished in a round; its leaves are locked until the next round.</summary>
public sealed class FieldCompletion
{
    public required Guid CaseId { get; init; }
    public required int Round { get; init; }
    public required string FieldCode { get; init; }
    public required Guid AppraiserId { get; init; }
    public required string CompletedBy { get; init; }
    public required DateTimeOffset CompletedAt { get; init; }
}
