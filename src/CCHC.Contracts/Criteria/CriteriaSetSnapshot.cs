using CCHC.Scoring;

namespace CCHC.Contracts.Criteria;

/// <summary>A published, hence immutable, criteria set.</summary>
public sealed record CriteriaSetSnapshot
{
    public required Guid Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required int Version { get; init; }

    /// <summary>The tree in reading order: a node stands after its parent and before its next sibling.</summary>
    public required IReadOnlyList<CriterionSnapshot> Nodes { get; init; }

    /// <summary>The nodes that carry points, in reading order.</summary>
    public IEnumerable<CriterionSnapshot> Leaves() => Nodes.Where(node => node.Leaf is not null);
}

/// <summary>A field, criterion or sub-criterion; only one with a <see cref="Leaf"/> carries points of its own.</summary>
public sealed record CriterionSnapshot
{
    public required string Code { get; init; }
    public string? ParentCode { get; init; }
    public required string Name { get; init; }

    /// <summary>0 for a field (lĩnh vực).</summary>
    public required int Depth { get; init; }

    /// <summary>Points; a parent's is the exact sum of its children.</summary>
    public required decimal MaxPoints { get; init; }

    public LeafDefinition? Leaf { get; init; }
}

/// <summary>How the points of a leaf come about.</summary>
public sealed record LeafDefinition
{
    public required LeafKind Kind { get; init; }
    public required PointSource Source { get; init; }
    public required ScoringRule Rule { get; init; }

    /// <summary>Field (top node) whose appraiser judges the leaf.</summary>
    public required string FieldCode { get; init; }

    /// <summary>Without a document the unit must explain itself in writing (Hà Nội 2022).</summary>
    public required bool EvidenceRequired { get; init; }

    public required bool NotApplicableAllowed { get; init; }
    public string? Guidance { get; init; }

    /// <summary>The documents that prove the data (tài liệu kiểm chứng), as the decision lists them.</summary>
    public string? RequiredEvidence { get; init; }

    public string? LegalBasis { get; init; }

    /// <summary>What respondents are asked, for a leaf whose points come from a survey.</summary>
    public string? SurveyQuestion { get; init; }
}
