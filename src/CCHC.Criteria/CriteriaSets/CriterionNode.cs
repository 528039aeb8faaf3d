using CCHC.Scoring;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>A field, criterion or sub-criterion of a set; only a leaf carries points of its own. Changed by its <see cref="CriteriaSet"/> alone.</summary>
public sealed class CriterionNode
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public Guid? ParentId { get; internal set; }

    /// <summary>Sorts the nodes into reading order; with gaps, so that one can be put in without moving the others.</summary>
    public long Position { get; internal set; }

    public string Code { get; internal set; } = "";
    public string Name { get; internal set; } = "";

    /// <summary>0 for a field (lĩnh vực), at most 3.</summary>
    public int Depth { get; internal set; }

    /// <summary>A parent's is the sum of its ordinary children.</summary>
    public decimal MaxPoints { get; internal set; }

    /// <summary>Without children; it may still lack a rule.</summary>
    public bool IsLeaf { get; internal set; }

    /// <summary>Field whose appraiser judges the leaf; its own top node unless another is named.</summary>
    public string FieldCode { get; internal set; } = "";

    public ScoringRule? Rule { get; internal set; }

    /// <summary>The rule was read out of a text by the import and no officer has confirmed it yet.</summary>
    public bool RuleProposed { get; internal set; }

    public LeafKind Kind { get; internal set; }
    public PointSource Source { get; internal set; }
    public bool EvidenceRequired { get; internal set; }
    public bool NotApplicableAllowed { get; internal set; }

    /// <summary>The documents that prove the data (tài liệu kiểm chứng), as the decision lists them.</summary>
    public string? RequiredEvidence { get; internal set; }

    public string? Guidance { get; internal set; }
    public string? LegalBasis { get; internal set; }
    public string? SurveyQuestion { get; internal set; }

    /// <summary>In a framework: sets derived from it keep this node; in a derived set: this node is so kept.</summary>
    public bool Fixed { get; internal set; }

    /// <summary>The node of the framework that this one was derived from.</summary>
    public Guid? FrameworkNodeId { get; internal set; }

    public IReadOnlyList<RuleExample> Examples { get; internal set; } = [];

    /// <summary>The points that count towards the maximum of the parent.</summary>
    internal decimal OrdinaryPoints => IsLeaf && Kind != LeafKind.Ordinary ? 0 : MaxPoints;

    /// <summary>The same node under a new identity, for another set.</summary>
    internal CriterionNode Copy(Guid id, Guid? parentId) => new()
    {
        Id = id,
        ParentId = parentId,
        Position = Position,
        Code = Code,
        Name = Name,
        Depth = Depth,
        MaxPoints = MaxPoints,
        IsLeaf = IsLeaf,
        FieldCode = FieldCode,
        Rule = Rule,
        RuleProposed = RuleProposed,
        Kind = Kind,
        Source = Source,
        EvidenceRequired = EvidenceRequired,
        NotApplicableAllowed = NotApplicableAllowed,
        RequiredEvidence = RequiredEvidence,
        Guidance = Guidance,
        LegalBasis = LegalBasis,
        SurveyQuestion = SurveyQuestion,
        Fixed = Fixed,
        FrameworkNodeId = FrameworkNodeId,
        Examples = Examples,
    };
}
