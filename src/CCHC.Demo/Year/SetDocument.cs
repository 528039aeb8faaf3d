using CCHC.Scoring;

namespace CCHC.Demo.Year;

/// <summary>What the demo reads of <c>GET /api/criteria/sets/{id}</c>.</summary>
public sealed record SetDocument(IReadOnlyList<SetNode> Nodes);

public sealed record SetNode(string Code, string Name, decimal MaxPoints, LeafKind? Kind, PointSource? Source, ScoringRule? Rule, bool NotApplicableAllowed)
{
    /// <summary>The field of a leaf is the first part of its code.</summary>
    public PlanLeaf ToLeaf() => new(Code, Code.Split('.')[0], Name, MaxPoints, Source!.Value, Kind!.Value, Rule!, NotApplicableAllowed);
}
