using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>What officers do to the tree of a draft, and what a framework keeps them from doing.</summary>
public sealed partial class CriteriaSet
{
    private CriteriaTreeEditor Editor => new(_nodes, Tree);

    public CriterionNode? Find(Guid nodeId) => Tree.Find(nodeId);

    /// <summary>Adds after a sibling, or as the last child; below a leaf the new node takes over the leaf's points and rule.</summary>
    public CriterionNode Add(Guid? parentId, Guid? afterId, string name)
    {
        BeginEdit();
        var parent = parentId is { } id ? Known(id) : null;
        if (parent is null)
        {
            RequireOwnFields();
        }
        else if (parent.IsLeaf)
        {
            RequireAdaptable(parent);
        }

        CriteriaTreeEditor.RequireDepth(parent is null ? 0 : parent.Depth + 1);
        var siblings = Tree.ChildrenOf(parent?.Id);
        var node = new CriterionNode { Name = name, IsLeaf = true };
        Editor.Add(node, parent, afterId is { } after ? IndexAfter(siblings, after) : siblings.Count);
        return node;
    }

    /// <summary>A parent has a code and a name only: its points are the sum of its children.</summary>
    public void Change(Guid nodeId, string code, string name, decimal? maxPoints, LeafContent? leaf)
    {
        BeginEdit();
        var node = Known(nodeId);
        if (IsKept(node) && !KeepsTerms(node, code, name, maxPoints, leaf))
        {
            throw FixedBy(node);
        }

        if (leaf is not null && !node.IsLeaf)
        {
            throw new RuleViolationException("criteria-set.not-a-leaf", $"“{node.Code} {node.Name}” có tiêu chí con nên không có quy tắc riêng: sửa quy tắc ở các tiêu chí con.");
        }

        Editor.Touch(node, () =>
        {
            (node.Code, node.Name) = (code, name);
            if (node.IsLeaf)
            {
                node.MaxPoints = maxPoints ?? node.MaxPoints;
                leaf?.ApplyTo(node, keepFixed: FrameworkId is not null);
            }
        });
        if (leaf is not null)
        {
            node.FieldCode = string.IsNullOrWhiteSpace(leaf.FieldCode) ? Tree.TopOf(node).Code : leaf.FieldCode.Trim();
        }
    }

    public void KeepExamples(Guid nodeId, IReadOnlyList<RuleExample> examples)
    {
        BeginEdit();
        var node = Known(nodeId);
        RequireLeaf(node);
        node.Examples = examples;
    }

    public void Move(Guid nodeId, MoveDirection direction)
    {
        var node = Known(nodeId);
        var parent = Tree.ParentOf(node);
        var siblings = Tree.ChildrenOf(parent?.Id);
        var index = siblings.IndexOf(node);
        switch (direction)
        {
            case MoveDirection.Up when index > 0:
                Move(node, parent, _ => index - 1);
                break;
            case MoveDirection.Down when index < siblings.Count - 1:
                Move(node, parent, _ => index + 1);
                break;
            case MoveDirection.In when index > 0:
                Move(node, siblings[index - 1], children => children.Count);
                break;
            case MoveDirection.Out when parent is not null:
                Move(node, Tree.ParentOf(parent), uncles => uncles.IndexOf(parent) + 1);
                break;
            default:
                RequireDraft();
                throw new RuleViolationException("criteria-set.cannot-move", $"“{node.Code} {node.Name}” không chuyển tiếp theo hướng này được: đã ở đầu, cuối hoặc cấp ngoài cùng.");
        }
    }

    /// <summary>To another place; without a sibling to stand after it becomes the first child.</summary>
    public void Move(Guid nodeId, Guid? parentId, Guid? afterId)
    {
        var node = Known(nodeId);
        var parent = parentId is { } id ? Known(id) : null;
        if (parent is not null && Tree.WithAllBelow(node).Contains(parent))
        {
            throw new RuleViolationException("criteria-set.cyclic", "Không chuyển một tiêu chí vào bên trong chính nó: chọn nơi khác.");
        }

        Move(node, parent, siblings => afterId is { } after ? IndexAfter(siblings, after) : 0);
    }

    /// <summary>Shares the points of a leaf among new leaves, exactly: thousandths evenly, the rest to the first.</summary>
    public CriterionNode Split(Guid nodeId, IReadOnlyList<string> names)
    {
        BeginEdit();
        var leaf = Known(nodeId);
        RequireLeaf(leaf);
        RequireAdaptable(leaf);
        CriteriaTreeEditor.RequireDepth(leaf.Depth + 1);

        var share = Math.Floor(leaf.MaxPoints * 1000 / names.Count) / 1000;
        var parts = names.Select((name, i) => new CriterionNode
        {
            Name = name,
            IsLeaf = true,
            MaxPoints = i == 0 ? leaf.MaxPoints - (share * (names.Count - 1)) : share,
            FieldCode = leaf.FieldCode,
            Kind = leaf.Kind,
            Source = leaf.Source,
            EvidenceRequired = leaf.EvidenceRequired,
            NotApplicableAllowed = leaf.NotApplicableAllowed,
            RequiredEvidence = leaf.RequiredEvidence,
        }).ToList();
        if (leaf.Rule is { } rule && Scorer.Problems(rule, parts[0].MaxPoints).Count == 0)
        {
            (parts[0].Rule, parts[0].RuleProposed) = (rule, leaf.RuleProposed);
        }

        Editor.Split(leaf, parts);
        return parts[0];
    }

    /// <summary>Removes the node with everything below; answers the node that takes its place in the reader's eye.</summary>
    public CriterionNode? Remove(Guid nodeId)
    {
        BeginEdit();
        var node = Known(nodeId);
        if (Tree.WithAllBelow(node).FirstOrDefault(IsKept) is { } kept)
        {
            throw FixedBy(kept);
        }

        var siblings = Tree.ChildrenOf(node.ParentId);
        var index = siblings.IndexOf(node);
        var next = siblings.ElementAtOrDefault(index + 1) ?? (index > 0 ? siblings[index - 1] : Tree.ParentOf(node));
        Editor.Remove(node);
        return next;
    }

    private void Move(CriterionNode node, CriterionNode? to, Func<List<CriterionNode>, int> index)
    {
        BeginEdit();
        if ((IsKept(node) ? node : to?.Id == node.ParentId ? null : Tree.WithAllBelow(node).FirstOrDefault(IsKept)) is { } kept)
        {
            throw FixedBy(kept);
        }

        if (to is null)
        {
            RequireOwnFields();
        }
        else if (to.IsLeaf)
        {
            RequireAdaptable(to);
        }

        Editor.Move(node, to, index);
    }

    private void BeginEdit()
    {
        RequireDraft();
        Edits++;
    }

    private CriterionNode Known(Guid id) => Tree.Find(id)
        ?? throw new RuleViolationException("criteria-set.node-unknown", "Tiêu chí này không còn trong bộ: tải lại trang để xem bản mới.");

    private static int IndexAfter(List<CriterionNode> siblings, Guid afterId) => siblings.FindIndex(sibling => sibling.Id == afterId) is >= 0 and var index
        ? index + 1
        : throw new RuleViolationException("criteria-set.node-unknown", "Tiêu chí đứng trước không còn ở đây: tải lại trang để xem bản mới.");

    private static void RequireLeaf(CriterionNode node)
    {
        if (!node.IsLeaf)
        {
            throw new RuleViolationException("criteria-set.not-a-leaf", $"“{node.Code} {node.Name}” có tiêu chí con: chọn một tiêu chí cấp cuối.");
        }
    }

    private bool IsKept(CriterionNode node) => FrameworkId is not null && node is { Fixed: true, FrameworkNodeId: not null };

    private void RequireAdaptable(CriterionNode node)
    {
        if (IsKept(node))
        {
            throw FixedBy(node);
        }
    }

    private void RequireOwnFields()
    {
        if (FrameworkId is not null)
        {
            throw new RuleViolationException(
                "criteria-set.fixed-by-framework", "Bộ khung cố định các lĩnh vực và điểm tối đa của chúng: không thêm hay bớt lĩnh vực. Được thêm tiêu chí bên trong từng lĩnh vực.");
        }
    }

    private static bool KeepsTerms(CriterionNode node, string code, string name, decimal? maxPoints, LeafContent? leaf) =>
        node.Code == code && node.Name == name && (maxPoints is null || maxPoints == node.MaxPoints)
        && (leaf is null || (Equals(leaf.Rule, node.Rule) && leaf.Kind == node.Kind && leaf.Source == node.Source));

    private static RuleViolationException FixedBy(CriterionNode node) => new(
        "criteria-set.fixed-by-framework",
        node.IsLeaf
            ? $"“{node.Code} {node.Name}” do bộ khung cố định: không xóa, chuyển, đổi tên, điểm tối đa ({PublicationReport.Text(node.MaxPoints)}) hay quy tắc. Được điều chỉnh: hướng dẫn, căn cứ, tài liệu kiểm chứng, câu hỏi điều tra, lĩnh vực thẩm định."
            : $"“{node.Code} {node.Name}” do bộ khung cố định: không xóa, chuyển, đổi tên hay điểm tối đa ({PublicationReport.Text(node.MaxPoints)}). Được điều chỉnh: các tiêu chí bên trong, miễn là cộng lại vẫn bằng {PublicationReport.Text(node.MaxPoints)} điểm.");
}

/// <summary>The keys of the tree editor: among siblings, one level deeper, one level up.</summary>
public enum MoveDirection
{
    Up,
    Down,
    In,
    Out,
}
