using CCHC.Scoring;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>A field, criterion or sub-criterion of a set; it carries points of its own only where it has a rule.</summary>
public sealed class CriterionNode
{
    /// <summary>Position in reading order, from 0.</summary>
    public required int Position { get; init; }

    public required string Code { get; init; }
    public string? ParentCode { get; init; }
    public required string Name { get; init; }
    public required int Depth { get; init; }
    public required decimal MaxPoints { get; init; }
    public required string FieldCode { get; init; }

    public ScoringRule? Rule { get; init; }
    public LeafKind Kind { get; init; }
    public PointSource Source { get; init; }
    public bool EvidenceRequired { get; init; }
    public bool NotApplicableAllowed { get; init; }

    public bool IsLeaf => Rule is not null;
}
