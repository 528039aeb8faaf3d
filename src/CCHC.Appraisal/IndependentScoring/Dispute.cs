namespace CCHC.Appraisal.IndependentScoring;

/// <summary>A leaf on which independent scores differ beyond the threshold; its field stays open until somebody settles it.</summary>
public sealed class Dispute
{
    public required Guid CaseId { get; init; }
    public required int Round { get; init; }
    public required string LeafCode { get; init; }
    public required string FieldCode { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The decision that settled it.</summary>
    public int? SettledBy { get; private set; }

    public void Settle(int revision) => SettledBy = revision;
}
