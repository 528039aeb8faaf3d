using CCHC.Contracts.Criteria;
using CCHC.Portal.Gateway;
using CCHC.Portal.Layout;
using CCHC.Scoring;

namespace CCHC.Portal.CriteriaSets;

public enum SetStatus
{
    Draft,
    Published,
    Superseded,
}

/// <summary>A line of the list of criteria sets.</summary>
public sealed record SetItem(
    Guid Id, string Code, string Name, int Year, int Version, SetStatus Status, bool IsFramework, Guid? FrameworkId, Guid? OwnerUnitId, string? OwnerName,
    int Leaves, decimal Total, DateTimeOffset? PublishedAt, bool CanEdit);

/// <summary>A criteria set as Criteria shows it: its nodes in reading order, and what stands in the way of publication.</summary>
public sealed record CriteriaSet(
    Guid Id, string Code, string Name, int Year, int Version, SetStatus Status, bool IsFramework, Guid? FrameworkId, string? FrameworkName, Guid? OwnerUnitId,
    string? OwnerName, Decision? Decision, string? Reason, decimal Total, long Revision, bool CanEdit, IReadOnlyList<SetNode> Nodes, SetReport Report)
{
    /// <summary>The asked node, or the first.</summary>
    public SetNode? Select(Guid? id) => Nodes.FirstOrDefault(node => node.Id == id) ?? (Nodes.Count > 0 ? Nodes[0] : null);

    public bool IsEditable => CanEdit && Status == SetStatus.Draft;
}

/// <summary>The decision by which a set is issued (số, ngày, cơ quan ban hành).</summary>
public sealed record Decision(string? Number, DateOnly? Date, string? Issuer);

public sealed record SetNode(
    Guid Id, Guid? ParentId, string Code, string Name, int Depth, decimal MaxPoints, bool IsLeaf, LeafKind? Kind, PointSource? Source, ScoringRule? Rule,
    string? RuleText, bool RuleProposed, bool EvidenceRequired, bool NotApplicableAllowed, string? RequiredEvidence, string? Guidance, string? LegalBasis,
    string? SurveyQuestion, string? FieldCode, bool Fixed, Guid? FrameworkNodeId, string? Problem, IReadOnlyList<SetExample>? Examples)
{
    /// <summary>The row before it in reading order; told of rows that changed.</summary>
    public Guid? AfterId { get; init; }
}

/// <summary>Data with the points they must give; run at publication.</summary>
public sealed record SetExample(Guid Id, LeafData Data, decimal? ExpectedPoints, string? Note, decimal? ActualPoints, bool Passes);

/// <summary>What stands in the way of publication; of a long report, the first lines and how many there are.</summary>
public sealed record SetReport(IReadOnlyList<SetFinding> Errors, IReadOnlyList<SetFinding> Warnings)
{
    public int ErrorCount { get; init; } = Errors.Count;
    public int WarningCount { get; init; } = Warnings.Count;
}

public sealed record SetFinding(Guid? NodeId, string? Code, string Text);

/// <summary>What an edit did to the tree: the rows that are new or different, the numbers that are, and nothing else.</summary>
public sealed record SetChange(
    long Revision, Guid? SelectedId, SetNode? Selected, MovedNode? Moved, IReadOnlyList<Guid>? RemovedIds, IReadOnlyList<SetNode> Nodes, IReadOnlyList<NodeNumber>? Renumbered,
    decimal Total, IReadOnlyList<SetFinding>? Errors, IReadOnlyList<SetFinding>? Warnings, int ErrorCount, int WarningCount)
{
    public SetReport Report => new(Errors ?? [], Warnings ?? []) { ErrorCount = ErrorCount, WarningCount = WarningCount };
}

public sealed record NodeNumber(Guid Id, string Code);

public sealed record MovedNode(Guid Id, Guid? AfterId);

/// <summary>What the calculator says; nothing is stored.</summary>
public sealed record Calculation(
    EvaluationStatus? Status, decimal? Points, IReadOnlyList<string>? Steps, string? Problem, string? RuleText, IReadOnlyList<string>? RuleProblems);

public sealed record CreatedSet(Guid Id);

/// <summary>A set that an owner below derived from a framework.</summary>
public sealed record DerivedSet(
    Guid Id, string Code, string Name, string? OwnerName, SetStatus Status, int Version, IReadOnlyList<Deviation> Deviations);

public sealed record DerivedSets(IReadOnlyList<DerivedSet> Items);

public sealed record Deviation(string? NodeCode, string Kind, string Text);

/// <summary>What the editor's parts need to know of the set they belong to.</summary>
public sealed record SetEdit(Guid Id, long Revision, bool IsFramework, Guid? FrameworkId, bool IsEditable)
{
    public static SetEdit Of(Guid id, NodeOfSet of) => new(id, of.Revision, of.IsFramework, of.FrameworkId, of.CanEdit && of.Status == SetStatus.Draft);

    public static SetEdit Of(CriteriaSet set) => new(set.Id, set.Revision, set.IsFramework, set.FrameworkId, set.IsEditable);
}

/// <summary>One node, with what its panel must know of the set.</summary>
public sealed record NodeOfSet(long Revision, SetStatus Status, bool IsFramework, Guid? FrameworkId, bool CanEdit, SetNode Node);

/// <summary>What became of the last attempt to save a node.</summary>
public sealed record NodeState
{
    public DateTimeOffset? SavedAt { get; init; }
    public Problem? Problem { get; init; }
    public IReadOnlyList<Link> Errors { get; init; } = [];
    public SetChange? Change { get; init; }
}
