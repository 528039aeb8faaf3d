namespace CCHC.Demo.Year;

/// <summary>What is fixed about a demo campaign before it starts.</summary>
public sealed record DemoCampaignScript(
    string Code,
    string Name,
    string GroupCode,
    string GroupName,
    string CriteriaCode,
    string CriteriaName,
    string CriteriaCsv,
    Func<IReadOnlyList<PlanLeaf>, IReadOnlyList<UnitPlan>> Plan);
