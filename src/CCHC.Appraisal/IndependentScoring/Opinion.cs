using CCHC.Scoring;

namespace CCHC.Appraisal.IndependentScoring;

/// <summary>What one member holds of a leaf where several score without seeing each other; the last of a member counts, none is changed.</summary>
public sealed class Opinion
{
    public required Guid CaseId { get; init; }
    public required int Round { get; init; }
    public required string LeafCode { get; init; }
    public required Guid AppraiserId { get; init; }

    /// <summary>1, 2, … of this member on this leaf.</summary>
    public required int Number { get; init; }

    public required string AppraisedBy { get; init; }
    public LeafData? Data { get; init; }

    /// <summary>0 … maximum of the leaf.</summary>
    public required decimal Points { get; init; }

    public required bool Applicable { get; init; }
    public string? Reason { get; init; }
    public string? Request { get; init; }
    public required IReadOnlyList<string> Steps { get; init; }

    /// <summary>Not written by the member: it completed the field without touching the leaf.</summary>
    public bool Implied { get; init; }

    public required DateTimeOffset AppraisedAt { get; init; }

    internal bool SaysTheSameAs(Opinion other) =>
        !Implied && Points == other.Points && Applicable == other.Applicable && Data == other.Data && Reason == other.Reason && Request == other.Request;
}
