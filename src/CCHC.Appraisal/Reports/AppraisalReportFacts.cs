using CCHC.Scoring;

namespace CCHC.Appraisal.Reports;

/// <summary>What the report on an appraisal is made of: every group with its fields, units and the leaves the council appraises.</summary>
/// <param name="RatifiedAt">Null for a draft that the council has not approved.</param>
/// <param name="WrittenAt">The state that the figures tell of.</param>
public sealed record AppraisalReportFacts(
    string CampaignName, int Year, bool Practice, int Round, string? RatifiedBy, DateTimeOffset? RatifiedAt, DateTimeOffset WrittenAt, IReadOnlyList<ReportedGroup> Groups);

public sealed record ReportedGroup(string Code, string Name, IReadOnlyList<ReportedField> Fields, IReadOnlyList<ReportedUnit> Units);

public sealed record ReportedField(string Code, string Name, decimal MaxPoints);

/// <param name="Completed">Only such a unit is counted in sums, so that claim and result compare like with like.</param>
public sealed record ReportedUnit(string Code, string Name, bool Submitted, bool Completed, IReadOnlyList<ReportedLeaf> Leaves);

/// <param name="SelfPoints">What the unit claimed; null where it gave nothing.</param>
/// <param name="Points">The result; null while nobody decided. A penalty is positive in both.</param>
/// <param name="Round">In which the result was decided.</param>
public sealed record ReportedLeaf(
    string Code,
    string Name,
    string FieldCode,
    LeafKind Kind,
    decimal MaxPoints,
    decimal? SelfPoints,
    bool SelfApplicable,
    decimal? Points,
    bool Applicable,
    string? Reason,
    string? DecidedBy,
    int? Round);
