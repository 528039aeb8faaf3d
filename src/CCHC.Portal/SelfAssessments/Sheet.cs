using CCHC.Scoring;

namespace CCHC.Portal.SelfAssessments;

public enum SheetStatus
{
    Draft,
    HandedOver,
    Submitted,
}

/// <summary>A self-assessment as its unit sees it.</summary>
public sealed record Sheet(
    Guid Id, Guid CampaignId, string CampaignName, int Year, string UnitCode, string UnitName, string GroupName, int Round, int Rounds,
    SheetStatus Status, bool PhaseOpen, decimal SelfPoints, decimal MaxPoints, int Filled, int LeafCount, string? Remarks, DateTimeOffset? SubmittedAt,
    IReadOnlyList<SheetNode> Nodes)
{
    public IEnumerable<SheetNode> Leaves => Nodes.Where(node => node.Leaf is not null);

    /// <summary>Leaves that the unit answers itself.</summary>
    public IEnumerable<SheetNode> AnsweredLeaves => Leaves.Where(node => node.Leaf!.Source == PointSource.Appraised);

    public SheetNode? Select(string? leafCode) =>
        (leafCode is null ? null : Leaves.FirstOrDefault(node => node.Code == leafCode))
        ?? AnsweredLeaves.FirstOrDefault(node => !node.Leaf!.IsFilled) ?? AnsweredLeaves.FirstOrDefault() ?? Leaves.FirstOrDefault();

    /// <summary>The nodes under a field, in reading order.</summary>
    public IEnumerable<SheetNode> Under(SheetNode field) =>
        Nodes.SkipWhile(node => node != field).Skip(1).TakeWhile(node => node.Depth > field.Depth);
}

public sealed record SheetNode(string Code, string? ParentCode, string Name, int Depth, decimal MaxPoints, SheetLeaf? Leaf);

public sealed record SheetLeaf(
    PointSource Source, LeafKind Kind, ScoringRule Rule, string RuleText, bool EvidenceRequired, bool NotApplicableAllowed,
    LeafData? Data, decimal? Points, EvaluationStatus? Status, IReadOnlyList<string> Steps, string? Problem, string? Explanation, string? Evidence, uint? Version,
    CouncilResult? Appraised)
{
    public bool IsFilled => Status is EvaluationStatus.Scored or EvaluationStatus.NotApplicable;
}

public sealed record CouncilResult(int Round, decimal Points, bool Applicable, string? Reason);

/// <summary>A line of the list of sheets.</summary>
public sealed record SheetItem(
    Guid Id, string CampaignName, int Year, string UnitName, int Round, int Rounds, bool PhaseOpen, SheetStatus Status, int Filled, int LeafCount,
    decimal SelfPoints, decimal MaxPoints, DateTimeOffset? SubmittedAt);

/// <summary>What saving one leaf answers.</summary>
public sealed record SavedLeaf(decimal Points, EvaluationStatus Status, IReadOnlyList<string> Steps, string? Problem, uint Version);
