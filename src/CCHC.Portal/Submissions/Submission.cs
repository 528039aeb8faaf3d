using CCHC.Scoring;

namespace CCHC.Portal.Submissions;

/// <summary>Everything that was submitted of a sheet, the latest first.</summary>
public sealed record SubmissionList(
    Guid SelfAssessmentId, string CampaignName, int Year, string UnitName, bool Practice, bool SheetReadable, bool MaySign, IReadOnlyList<SubmissionItem> Items);

public sealed record SubmissionItem(
    int Number, int Round, DateTimeOffset SubmittedAt, string SubmittedBy, int DaysLate, decimal Points, decimal MaxPoints, SignedReport? Report);

public sealed record SignedReport(Guid DocumentId, string Name, long Size, bool Readable, string AttachedBy, DateTimeOffset AttachedAt);

/// <summary>A sheet as it was submitted.</summary>
public sealed record Submission(
    Guid SelfAssessmentId, int Number, int Round, DateTimeOffset SubmittedAt, string SubmittedBy, int DaysLate, decimal Points, decimal MaxPoints,
    string CampaignName, int Year, bool Practice, string UnitName, IReadOnlyList<AcceptedWarning> AcceptedWarnings, IReadOnlyList<SubmittedNarrative> Narratives,
    IReadOnlyList<SubmittedLeaf> Leaves);

public sealed record AcceptedWarning(string? LeafCode, string Text);

public sealed record SubmittedNarrative(string? UnitName, string? Difficulties, string? Proposals);

public sealed record SubmittedLeaf(
    string Code, string Name, string FieldCode, string FieldName, decimal MaxPoints, ScoringRule Rule, LeafData Data, EvaluationStatus Status, decimal Points,
    IReadOnlyList<string> Steps, string? Explanation, string? Supplement, string? Evidence, string? AnsweredBy, IReadOnlyList<SubmittedDocument> Documents);

public sealed record SubmittedDocument(Guid Id, string Name, string Reference, int Version, string? Url, int Round);

/// <summary>What changed from one submission to a later one.</summary>
public sealed record SubmissionComparison(
    Guid SelfAssessmentId, SubmissionHead Earlier, SubmissionHead Later, int Unchanged, IReadOnlyList<ChangedLeaf> Leaves);

public sealed record SubmissionHead(int Number, int Round, DateTimeOffset SubmittedAt, string SubmittedBy, decimal Points, decimal MaxPoints);

public sealed record ChangedLeaf(
    string Code, string Name, decimal MaxPoints, ScoringRule Rule, LeafSide Before, LeafSide After,
    IReadOnlyList<SubmittedDocument> Added, IReadOnlyList<SubmittedDocument> Removed);

public sealed record LeafSide(LeafData Data, EvaluationStatus Status, decimal Points, string? Explanation, string? Supplement, string? Evidence);
