using CCHC.Portal.Campaigns;
using CCHC.Portal.Gateway;

namespace CCHC.Portal.CouncilWork;

/// <summary>How far members and fields are.</summary>
public sealed record Workload(Guid CampaignId, string CampaignName, bool Practice, IReadOnlyList<WorkMember> Members, IReadOnlyList<WorkField> Fields);

public sealed record WorkMember(Guid UserId, string DisplayName, int Leaves, int Appraised, int Parts, int CompletedParts);

public sealed record WorkField(string GroupCode, string FieldCode, string FieldName, int Leaves, int Appraised, int Parts, int CompletedParts);

/// <summary>How members and criteria stand out.</summary>
public sealed record AppraisalStatistics(
    bool Independent, IReadOnlyList<StatisticsMember> Members, IReadOnlyList<StatisticsAgreement> Agreements, IReadOnlyList<StatisticsCriterion> Criteria);

public sealed record StatisticsMember(Guid UserId, string DisplayName, int Decisions, decimal? Change, decimal? Leniency, decimal? Minutes);

public sealed record StatisticsAgreement(string? GroupCode, string? FieldCode, int Pairs, decimal? Icc, decimal? Kappa);

public sealed record StatisticsCriterion(
    string GroupCode, string Code, string Name, decimal MaxPoints, int Units, decimal? MeanClaimed, decimal? MeanResult, decimal? Spread, int Cuts, decimal Cut);

/// <summary>Whether the result is ratified.</summary>
public sealed record RatificationState(DateTimeOffset? RatifiedAt);

/// <summary>Each part may be away, or not for this person, alone.</summary>
public sealed record CouncilOverview(CampaignHead Campaign, Outcome<Workload> Workload, Outcome<AppraisalStatistics> Statistics, RatificationState? Ratification)
{
    public bool MayReport => Statistics.Value is not null;
}
