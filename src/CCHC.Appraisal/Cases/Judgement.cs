using CCHC.Scoring;

namespace CCHC.Appraisal.Cases;

/// <summary>An appraiser's decision on one leaf; never changed, a later decision is another row, and one that was taken back stays on record.</summary>
public sealed class Judgement
{
    public required Guid CaseId { get; init; }

    /// <summary>The case's revision that this decision made.</summary>
    public required int Revision { get; init; }

    public required int Round { get; init; }
    public required string LeafCode { get; init; }

    /// <summary>The data the points were computed from; null where the points were given directly.</summary>
    public LeafData? Data { get; init; }

    /// <summary>0 … maximum of the leaf.</summary>
    public required decimal Points { get; init; }

    public required bool Applicable { get; init; }
    public string? Reason { get; init; }

    /// <summary>What the unit is asked to explain in the next round.</summary>
    public string? Request { get; init; }

    public JudgementOrigin Origin { get; init; }
    public required IReadOnlyList<string> Steps { get; init; }
    public required Guid AppraiserId { get; init; }
    public required string AppraisedBy { get; init; }
    public required DateTimeOffset AppraisedAt { get; init; }

    /// <summary>Of what was agreed to at once; null for a decision of its own.</summary>
    public Guid? AcceptanceId { get; init; }

    /// <summary>The decision that stood before, to which the leaf goes back.</summary>
    public int? ReplacedRevision { get; init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Whether the member wrote exactly this, by itself.</summary>
    internal bool Says(Verdict.Outcome outcome, string? reason, string? request, Guid appraiserId) =>
        Origin == JudgementOrigin.Member && AcceptanceId is null && AppraiserId == appraiserId && WithdrawnAt is null
        && Points == outcome.Points && Applicable == outcome.Applicable && Data == outcome.Data && Reason == reason && Request == request;

    internal void Withdraw(DateTimeOffset now) => WithdrawnAt = now;
}

/// <summary>How a decision came about.</summary>
public enum JudgementOrigin
{
    /// <summary>By the member whose leaf it is.</summary>
    Member,

    /// <summary>From independent scores that differ within the threshold.</summary>
    Independent,

    /// <summary>By the chair, between independent scores that differ beyond it.</summary>
    Arbitration,

    /// <summary>By vote of the council.</summary>
    Council,
}
