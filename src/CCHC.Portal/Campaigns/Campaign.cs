using CCHC.Contracts.Criteria;
using CCHC.Portal.SelfAssessments;

namespace CCHC.Portal.Campaigns;

public sealed record CampaignList(IReadOnlyList<CampaignItem> Items);

public sealed record CampaignItem(
    Guid Id, string Code, string Name, int Year, CampaignPhase Phase, int Round, int Rounds, IReadOnlyList<CampaignGroupItem> Groups);

public sealed record CampaignGroupItem(string Code, string Name, int UnitCount);

public sealed record Campaign(
    Guid Id, string Code, string Name, int Year, CampaignPhase Phase, int Round, string PhaseName, DateTimeOffset? PhaseOpenedAt, int Rounds, bool SurveyHeld,
    NextPhase? Next, IReadOnlyList<CampaignGroup> Groups);

public sealed record NextPhase(CampaignPhase Phase, int Round, string Name);

public sealed record CampaignGroup(string Code, string Name, IReadOnlyList<CampaignUnit> Units);

public sealed record CampaignUnit(Guid UnitId, string Code, string Name);

public sealed record AssessmentProgress(IReadOnlyList<UnitAssessment> Items);

public sealed record UnitAssessment(
    Guid UnitId, SheetStatus Status, int Round, int Filled, int LeafCount, decimal SelfPoints, decimal MaxPoints, DateTimeOffset? SubmittedAt);

public sealed record AppraisalProgress(IReadOnlyList<UnitAppraisal> Items);

public sealed record UnitAppraisal(Guid UnitId, int Round, string Status, int Leaves, int Appraised)
{
    public bool IsCompleted => string.Equals(Status, "completed", StringComparison.Ordinal);
}
