using CCHC.Scoring;

namespace CCHC.Portal.Appraisals;

public enum CaseStatus
{
    Open,
    Completed,
}

/// <summary>A line of the appraiser's queue.</summary>
public sealed record CaseItem(
    Guid Id, string? CampaignName, string? UnitName, int Round, CaseStatus Status, bool PhaseOpen, int MyLeaves, int MyAppraised, bool MyCompleted,
    int Leaves, int Appraised, DateTimeOffset SubmittedAt, DateTimeOffset? CompletedAt)
{
    public bool Practice { get; init; }
    public DateTimeOffset? ClosesAt { get; init; }
}

/// <summary>A unit's submission as the council sees it.</summary>
public sealed record AppraisalCase(
    Guid Id, string? CampaignName, string? UnitName, int Round, int? Rounds, CaseStatus Status, bool PhaseOpen, DateTimeOffset SubmittedAt, string SubmittedBy,
    DateTimeOffset? CompletedAt, IReadOnlyList<CaseField> Fields, IReadOnlyList<CaseLeaf> Leaves)
{
    public bool Practice { get; init; }
    public DateTimeOffset? ClosesAt { get; init; }

    public Guid CampaignId { get; init; }

    /// <summary>Members score without seeing each other.</summary>
    public bool Independent { get; init; }

    /// <summary>The person is the chair and something waits for its decision.</summary>
    public bool MayArbitrate { get; init; }

    public DateTimeOffset? RatifiedAt { get; init; }

    /// <summary>The unit's sheet; null in a case from before this was kept.</summary>
    public Guid? SelfAssessmentId { get; init; }

    public IEnumerable<CaseLeaf> LeavesOf(CaseField field) => Leaves.Where(leaf => leaf.FieldCode == field.Code);

    public IEnumerable<CaseLeaf> MyLeaves => Leaves.Where(leaf => leaf.Mine);

    public CaseLeaf? Select(string? code) =>
        (code is null ? null : Leaves.FirstOrDefault(leaf => leaf.Code == code))
        ?? (MayArbitrate ? Leaves.FirstOrDefault(leaf => leaf.Disputed) : null)
        ?? MyLeaves.FirstOrDefault(leaf => !leaf.IsAppraisedIn(Round)) ?? MyLeaves.Concat(Leaves).FirstOrDefault();
}

public sealed record CaseField(string Code, string Name, bool Mine, bool Completed, string? CompletedBy)
{
    /// <summary>The person has finished its own part; the others have not, or something is in dispute.</summary>
    public bool PartCompleted { get; init; }
}

public sealed record CaseLeaf(
    string Code, string Name, string FieldCode, string DepthPath, LeafKind Kind, decimal MaxPoints, string RuleText, ScoringRule Rule, bool NotApplicableAllowed,
    bool Mine, bool Locked, SelfScore? Self, Judgement? Appraised, LeafStands? Result, IReadOnlyList<EarlierRound> Earlier)
{
    /// <summary>Independent scores that the person may see.</summary>
    public IReadOnlyList<Opinion> Opinions { get; init; } = [];

    /// <summary>They differ too much and nobody has decided.</summary>
    public bool Disputed { get; init; }

    public Opinion? Own => Opinions.FirstOrDefault(opinion => opinion.Mine);

    public bool IsAppraisedIn(int round) => Appraised?.Round == round || Own is not null;

    /// <summary>Whether the council's result is not what the unit gave itself.</summary>
    public bool Differs => Appraised is { } judgement && (Self is null || judgement.Applicable != Self.Applicable || judgement.Points != Self.Points);
}

public sealed record SelfScore(LeafData? Data, decimal Points, bool Applicable, string? Explanation, string? Evidence)
{
    /// <summary>What the unit added to its explanation in this round.</summary>
    public string? Supplement { get; init; }

    public int Documents { get; init; }
}

public sealed record Judgement(
    int Round, LeafData? Data, decimal Points, bool Applicable, string? Reason, IReadOnlyList<string> Steps, string By, DateTimeOffset At)
{
    /// <summary>What the unit is asked to explain.</summary>
    public string? Request { get; init; }

    public JudgementOrigin Origin { get; init; }
}

public enum JudgementOrigin
{
    Member,
    Independent,
    Arbitration,
    Council,
}

/// <summary>One member's own score.</summary>
/// <param name="Implied">It completed the field without touching the leaf.</param>
public sealed record Opinion(string By, LeafData? Data, decimal Points, bool Applicable, string? Reason, string? Request, bool Mine, bool Implied, DateTimeOffset At);

public sealed record LeafStands(decimal Points, bool Applicable);

public sealed record EarlierRound(int Round, SelfScore? Self, Judgement? Appraised);
