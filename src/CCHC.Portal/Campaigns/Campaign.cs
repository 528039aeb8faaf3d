using CCHC.Contracts.Criteria;
using CCHC.Portal.SelfAssessments;

namespace CCHC.Portal.Campaigns;

public sealed record CampaignItem(Guid Id, string Code, string Name, int Year, CampaignPhase Phase, int Round, int Rounds, IReadOnlyList<CampaignGroupItem> Groups)
{
    public string? PhaseName { get; init; }
    public bool PhaseOpen { get; init; }
    public DateTimeOffset? ClosesAt { get; init; }
    public string? OwnerName { get; init; }
    public bool Practice { get; init; }
    public DateOnly? WipeOn { get; init; }
    public bool CanManage { get; init; }
}

public sealed record CampaignGroupItem(string Code, string Name, int UnitCount);

public sealed record Campaign(
    Guid Id, string Code, string Name, int Year, CampaignPhase Phase, int Round, string PhaseName, DateTimeOffset? PhaseOpenedAt, int Rounds, bool SurveyHeld,
    NextPhase? Next, IReadOnlyList<CampaignGroup> Groups)
{
    public bool PhaseOpen { get; init; } = true;
    public DateTimeOffset? ClosesAt { get; init; }
    public Guid? OwnerUnitId { get; init; }
    public string? OwnerName { get; init; }
    public int LateDays { get; init; }
    public bool LaterRoundsOpenAll { get; init; }
    public bool Practice { get; init; }
    public DateOnly? WipeOn { get; init; }
    public Guid? PracticeOf { get; init; }
    public bool Prepared { get; init; }
    public bool CanManage { get; init; }
    public IReadOnlyList<CalendarPhase> Calendar { get; init; } = [];
    public IReadOnlyList<Extension> Extensions { get; init; } = [];

    public bool IsDraft => Phase == CampaignPhase.Draft;

    public string Address => $"/ky-danh-gia/{Id}";
}

public sealed record NextPhase(CampaignPhase Phase, int Round, string Name);

public sealed record CampaignGroup(string Code, string Name, IReadOnlyList<CampaignUnit> Units)
{
    public Guid? CriteriaSetId { get; init; }
    public string? CriteriaSetName { get; init; }
    public IReadOnlyList<Band> ClassBands { get; init; } = [];
    public IReadOnlyList<string> TieBreakers { get; init; } = [];
    public bool? SurveyHeld { get; init; }
    public decimal? BonusCap { get; init; }
    public decimal? PenaltyCap { get; init; }
    public string? LatePenaltyLeaf { get; init; }
    public int Awards { get; init; }
    public Guid? CollectorUnitId { get; init; }
    public IReadOnlyList<Responsibility> Responsibilities { get; init; } = [];
}

public sealed record Band(string Name, decimal Threshold, bool Inclusive);

public sealed record Responsibility(string LeafCode, Guid UnitId, string? UnitCode, string? UnitName);

public sealed record CampaignUnit(Guid UnitId, string Code, string Name);

/// <summary>A step of the calendar; what is not planned opens by hand.</summary>
public sealed record CalendarPhase(
    CampaignPhase Phase, int Round, string Name, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt, string State)
{
    public bool IsOpen => State == "open";

    public bool IsClosed => State == "closed";

    /// <summary>Names the step in a form.</summary>
    public string Key => $"{Phase}-{Round}";
}

public sealed record Extension(
    int Number, CampaignPhase Phase, int Round, string PhaseName, string? GroupCode, Guid? UnitId, string? UnitName, DateTimeOffset Until, bool Reopens, string Reason,
    string GrantedBy, DateTimeOffset GrantedAt);

public sealed record Journal(IReadOnlyList<JournalItem> Items);

public sealed record JournalItem(DateTimeOffset At, string By, string Text, string? Reason);

public sealed record NewCampaign(Guid Id, string Code);

public sealed record AssessmentProgress(IReadOnlyList<UnitAssessment> Items);

public sealed record UnitAssessment(
    Guid UnitId, SheetStatus Status, int Round, int Filled, int LeafCount, decimal SelfPoints, decimal MaxPoints, DateTimeOffset? SubmittedAt);

public sealed record AppraisalProgress(IReadOnlyList<UnitAppraisal> Items);

public sealed record UnitAppraisal(Guid UnitId, int Round, string Status, int Leaves, int Appraised)
{
    public bool IsCompleted => string.Equals(Status, "completed", StringComparison.Ordinal);
}
