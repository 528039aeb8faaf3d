using CCHC.Contracts.Criteria;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>The tree of fields, criteria and sub-criteria by which one unit group is measured in one year (bộ tiêu chí).</summary>
public sealed partial class CriteriaSet
{
    /// <summary>Between the positions of neighbours in a fresh set.</summary>
    internal const long Spacing = 1L << 32;

    private List<CriterionNode> _nodes = [];
    private CriteriaTree? _tree;

    public Guid Id { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int Year { get; private set; }
    public int Version { get; private set; }
    public CriteriaSetStatus Status { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>The government that issues the set; null for the province.</summary>
    public Guid? OwnerUnitId { get; private set; }

    /// <summary>A set from which owners below derive their own (bộ khung).</summary>
    public bool IsFramework { get; private set; }

    /// <summary>The framework that this set was derived from.</summary>
    public Guid? FrameworkId { get; private set; }

    /// <summary>The set that this one corrects and, once published, supersedes.</summary>
    public Guid? CorrectsId { get; private set; }

    /// <summary>Why the set was corrected.</summary>
    public string? Reason { get; private set; }

    public string? DecisionNumber { get; private set; }
    public DateOnly? DecisionDate { get; private set; }
    public string? DecisionIssuer { get; private set; }

    public Decision? Decision
    {
        get => DecisionNumber is null ? null : new Decision(DecisionNumber, DecisionDate.GetValueOrDefault(), DecisionIssuer ?? "");
        private set => (DecisionNumber, DecisionDate, DecisionIssuer) = (value?.Number, value?.Date, value?.Issuer);
    }

    /// <summary>Counts the edits, so that each of them writes the set's row and moves <see cref="RowVersion"/>.</summary>
    public int Edits { get; private set; }

    public uint RowVersion { get; private set; }

    public IReadOnlyList<CriterionNode> Nodes => _nodes;

    /// <summary>Leaves within the maximum: without bonus and penalty.</summary>
    public IEnumerable<CriterionNode> OrdinaryLeaves => _nodes.Where(node => node is { IsLeaf: true, Kind: LeafKind.Ordinary });

    public decimal Total => OrdinaryLeaves.Sum(leaf => leaf.MaxPoints);

    internal CriteriaTree Tree => _tree ??= new CriteriaTree(_nodes);

    /// <summary>A new set. Codes, maxima and rules stay as given; depth, leaves, positions and the fields left empty follow from the tree.</summary>
    public static CriteriaSet Draft(string code, string name, int year, IEnumerable<CriterionNode> nodes, DateTimeOffset now, Guid? ownerUnitId = null, bool isFramework = false)
    {
        var set = new CriteriaSet
        {
            Id = Guid.CreateVersion7(),
            Code = code,
            Name = name,
            Year = year,
            Version = 1,
            OwnerUnitId = ownerUnitId,
            IsFramework = isFramework,
            CreatedAt = now,
            _nodes = [.. nodes],
        };
        var position = 0L;
        foreach (var node in set.Tree.InReadingOrder().ToList())
        {
            var parent = set.Tree.ParentOf(node);
            node.Position = position++ * Spacing;
            node.Depth = parent is null ? 0 : parent.Depth + 1;
            CriteriaTreeEditor.RequireDepth(node.Depth);
            node.IsLeaf = set.Tree.ChildrenOf(node.Id).Count == 0;
            node.FieldCode = node.FieldCode.Length > 0 ? node.FieldCode : set.Tree.TopOf(node).Code;
        }

        if (position < set._nodes.Count)
        {
            throw new RuleViolationException("criteria-set.cyclic", "Có tiêu chí nằm bên trong chính nó hoặc không có tiêu chí cha: kiểm tra lại cây tiêu chí.");
        }

        return set;
    }

    /// <summary>A draft with the same criteria, for another year or group; one that was derived stays bound to its framework.</summary>
    public CriteriaSet Clone(string code, string name, int year, Guid? ownerUnitId, DateTimeOffset now)
    {
        var copy = Draft(code, name, year, CopyNodes(), now, ownerUnitId, IsFramework && ownerUnitId == OwnerUnitId);
        copy.FrameworkId = FrameworkId;
        return copy;
    }

    /// <summary>The next version, a draft until its own decision; the published one stays in force until then.</summary>
    public CriteriaSet Correct(string reason, DateTimeOffset now)
    {
        if (Status != CriteriaSetStatus.Published)
        {
            throw new RuleViolationException(
                "criteria-set.not-in-force",
                Status == CriteriaSetStatus.Draft
                    ? "Bộ tiêu chí còn là dự thảo: sửa trực tiếp, không cần đính chính."
                    : "Bộ tiêu chí đã được thay thế: hãy đính chính phiên bản đang có hiệu lực.");
        }

        var correction = Draft(Code, Name, Year, CopyNodes(), now, OwnerUnitId, IsFramework);
        (correction.Version, correction.CorrectsId, correction.Reason, correction.FrameworkId) = (Version + 1, Id, reason, FrameworkId);
        return correction;
    }

    /// <summary>An owner's own set, in which fields and the leaves that the framework fixes stay as they are.</summary>
    public CriteriaSet Derive(string code, string name, Guid ownerUnitId, DateTimeOffset now)
    {
        if (!IsFramework || Status != CriteriaSetStatus.Published)
        {
            throw new RuleViolationException("criteria-set.not-a-framework", "Chỉ lập được bộ riêng từ một bộ khung đã ban hành và còn hiệu lực.");
        }

        if (ownerUnitId == OwnerUnitId)
        {
            throw new RuleViolationException("criteria-set.same-owner", "Bộ riêng là của đơn vị cấp dưới: chọn đơn vị khác với chủ bộ khung.");
        }

        var derived = Draft(code, name, Year, CopyNodes((from, to) => (to.FrameworkNodeId, to.Fixed) = (from.Id, from.Fixed || from.Depth == 0)), now, ownerUnitId);
        derived.FrameworkId = Id;
        return derived;
    }

    public void Describe(string name, int year, bool isFramework, Decision? decision, string? reason)
    {
        RequireDraft();
        if (isFramework && FrameworkId is not null)
        {
            throw new RuleViolationException("criteria-set.derived-framework", "Bộ này lập từ một bộ khung nên không làm bộ khung cho nơi khác.");
        }

        (Name, Year, IsFramework, Decision, Reason) = (name, year, isFramework, decision, reason);
        Edits++;
    }

    public void RequireDraft()
    {
        if (Status != CriteriaSetStatus.Draft)
        {
            throw new RuleViolationException(
                "criteria-set.published", "Bộ tiêu chí đã ban hành nên không sửa được. Hãy lập bản đính chính (nêu lý do) rồi sửa trên bản đó.");
        }
    }

    /// <summary>Makes the set immutable and usable, and puts it in the place of the one it corrects; refuses one that could not be scored.</summary>
    public void Publish(Decision? decision, string? reason, CriteriaSet? corrected, DateTimeOffset now)
    {
        if (Status != CriteriaSetStatus.Draft)
        {
            throw new RuleViolationException("criteria-set.already-published", "Bộ tiêu chí đã ban hành, không ban hành lại.");
        }

        (Decision, Reason) = (decision ?? Decision, reason ?? Reason);
        if (CorrectsId is not null && (Decision is null || string.IsNullOrWhiteSpace(Reason)))
        {
            throw new RuleViolationException("criteria-set.correction-unfounded", "Bản đính chính phải có lý do và quyết định (số, ngày, cơ quan ban hành): bổ sung rồi ban hành.");
        }

        var errors = Report().Errors;
        if (errors.Count > 0)
        {
            throw new RuleViolationException("criteria-set.unsound", "Bộ tiêu chí còn lỗi, chưa ban hành được. Sửa các lỗi dưới đây rồi ban hành lại.", [.. errors.Select(error => error.Text)]);
        }

        (Status, PublishedAt) = (CriteriaSetStatus.Published, now);
        if (corrected is { Status: CriteriaSetStatus.Published })
        {
            corrected.Status = CriteriaSetStatus.Superseded;
        }
    }

    /// <summary>What stands in the way of publication, and what an officer should look at before it.</summary>
    public PublicationReport Report() => PublicationReport.Of(this);

    public CriteriaSetSnapshot ToSnapshot() => new()
    {
        Id = Id,
        Code = Code,
        Name = Name,
        Version = Version,
        Nodes = [.. Tree.InReadingOrder().Select(ToSnapshot)],
    };

    private List<CriterionNode> CopyNodes(Action<CriterionNode, CriterionNode>? adapt = null)
    {
        var ids = _nodes.ToDictionary(node => node.Id, _ => Guid.CreateVersion7());
        return [.. _nodes.Select(node =>
        {
            var copy = node.Copy(ids[node.Id], node.ParentId is { } parentId ? ids[parentId] : null);
            adapt?.Invoke(node, copy);
            return copy;
        })];
    }

    private CriterionSnapshot ToSnapshot(CriterionNode node) => new()
    {
        Code = node.Code,
        ParentCode = Tree.ParentOf(node)?.Code,
        Name = node.Name,
        Depth = node.Depth,
        MaxPoints = node.MaxPoints,
        Leaf = !node.IsLeaf || node.Rule is null ? null : new LeafDefinition
        {
            Kind = node.Kind,
            Source = node.Source,
            Rule = node.Rule,
            FieldCode = node.FieldCode,
            EvidenceRequired = node.EvidenceRequired,
            NotApplicableAllowed = node.NotApplicableAllowed,
            Guidance = node.Guidance,
            RequiredEvidence = node.RequiredEvidence,
            LegalBasis = node.LegalBasis,
            SurveyQuestion = node.SurveyQuestion,
        },
    };
}
