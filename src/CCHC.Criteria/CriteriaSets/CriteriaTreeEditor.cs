using System.Globalization;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Changes the shape of a tree and keeps what follows from it exact: positions, depth, numbering, appraising fields and sums.</summary>
internal sealed class CriteriaTreeEditor(List<CriterionNode> nodes, CriteriaTree tree)
{
    /// <summary>Between neighbours put in at the same place, so that thousands fit before the set must be spaced anew.</summary>
    private const long Step = 1L << 20;

    /// <summary>Puts a new node in; the first child of a leaf takes over the leaf's points and rule.</summary>
    public void Add(CriterionNode node, CriterionNode? parent, int index) => Edit([node], [parent], () =>
    {
        if (parent is { IsLeaf: true })
        {
            TakeOver(node, parent);
        }

        nodes.Add(node);
        tree.Register(node);
        node.ParentId = parent?.Id;
        tree.ChildrenOf(parent?.Id).Insert(index, node);
    });

    public void Split(CriterionNode leaf, IReadOnlyList<CriterionNode> parts) => Edit(parts, [leaf], () =>
    {
        nodes.AddRange(parts);
        foreach (var part in parts)
        {
            tree.Register(part);
            part.ParentId = leaf.Id;
            tree.ChildrenOf(leaf.Id).Add(part);
        }
    });

    public void Move(CriterionNode node, CriterionNode? to, Func<List<CriterionNode>, int> index)
    {
        var height = tree.WithAllBelow(node).Max(below => below.Depth) - node.Depth;
        RequireDepth((to is null ? 0 : to.Depth + 1) + height);
        var from = tree.ParentOf(node);
        Edit([.. tree.WithAllBelow(node)], [from, to], () =>
        {
            tree.ChildrenOf(from?.Id).Remove(node);
            node.ParentId = to?.Id;
            var siblings = tree.ChildrenOf(to?.Id);
            siblings.Insert(index(siblings), node);
        });
    }

    public void Remove(CriterionNode node)
    {
        var parent = tree.ParentOf(node);
        Edit([], [parent], () =>
        {
            var gone = tree.WithAllBelow(node).ToHashSet();
            tree.ChildrenOf(parent?.Id).Remove(node);
            nodes.RemoveAll(gone.Contains);
            foreach (var below in gone)
            {
                tree.Forget(below);
            }
        });
    }

    /// <summary>After a code or the points of a node changed.</summary>
    public void Touch(CriterionNode node, Action change) => Edit([], [node], change);

    public static void RequireDepth(int depth)
    {
        if (depth > CriteriaTree.DeepestLevel)
        {
            throw new RuleViolationException("criteria-set.too-deep", "Bộ tiêu chí có nhiều nhất 4 cấp: đặt tiêu chí ở cấp cao hơn.");
        }
    }

    private static void TakeOver(CriterionNode node, CriterionNode leaf)
    {
        (node.MaxPoints, node.Rule, node.RuleProposed, node.Kind, node.Source) = (leaf.MaxPoints, leaf.Rule, leaf.RuleProposed, leaf.Kind, leaf.Source);
        (node.EvidenceRequired, node.NotApplicableAllowed, node.RequiredEvidence) = (leaf.EvidenceRequired, leaf.NotApplicableAllowed, leaf.RequiredEvidence);
        (node.SurveyQuestion, node.Examples, node.FieldCode) = (leaf.SurveyQuestion, leaf.Examples, leaf.FieldCode);
    }

    private void Edit(IReadOnlyCollection<CriterionNode> placed, IReadOnlyList<CriterionNode?> parents, Action change)
    {
        var numbered = Numbered();
        var appraisers = Appraisers();
        change();
        Place(placed.ToHashSet());
        numbered.UnionWith(placed.Where(node => node.Code.Length == 0).Select(node => node.Id));

        Renumber(null, "", parents.Select(parent => parent?.Id ?? Guid.Empty).ToHashSet(), numbered, prefixChanged: false);
        foreach (var parent in parents)
        {
            Settle(parent);
        }

        FollowFields(appraisers);
    }

    /// <summary>The nodes whose code is that of their parent and their ordinal; codes made by hand are left alone.</summary>
    private HashSet<Guid> Numbered()
    {
        var numbered = new HashSet<Guid>();
        Walk(null, "");
        return numbered;

        void Walk(Guid? parentId, string prefix)
        {
            var ordinal = 0;
            foreach (var node in tree.ChildrenOf(parentId))
            {
                if (node.Code == prefix + (ordinal + 1).ToString(CultureInfo.InvariantCulture))
                {
                    ordinal++;
                    numbered.Add(node.Id);
                }

                Walk(node.Id, node.Code + ".");
            }
        }
    }

    private void Renumber(Guid? parentId, string prefix, HashSet<Guid> touched, HashSet<Guid> numbered, bool prefixChanged)
    {
        var ordinal = 0;
        var here = prefixChanged || touched.Contains(parentId ?? Guid.Empty);
        foreach (var node in tree.ChildrenOf(parentId))
        {
            var before = node.Code;
            if (numbered.Contains(node.Id))
            {
                ordinal++;
                node.Code = here ? prefix + ordinal.ToString(CultureInfo.InvariantCulture) : before;
            }

            node.Depth = parentId is null ? 0 : tree.Find(parentId)!.Depth + 1;
            Renumber(node.Id, node.Code + ".", touched, numbered, touched.Contains(node.Id) || node.Code != before);
        }
    }

    /// <summary>Positions for nodes that were put somewhere, between those that stayed.</summary>
    private void Place(HashSet<CriterionNode> placed)
    {
        if (placed.Count == 0)
        {
            return;
        }

        var order = tree.InReadingOrder().ToList();
        for (var first = order.FindIndex(placed.Contains); first >= 0;)
        {
            var end = order.FindIndex(first, node => !placed.Contains(node));
            end = end < 0 ? order.Count : end;
            var room = end - first + 1;
            var from = first > 0 ? order[first - 1].Position : end < order.Count ? order[end].Position - (CriteriaSet.Spacing * room) : -CriteriaSet.Spacing;
            var to = end < order.Count ? order[end].Position : from + (CriteriaSet.Spacing * room);
            var step = end == order.Count ? CriteriaSet.Spacing : Math.Min(Step, (to - from) / room);
            if (step < 1)
            {
                for (var i = 0; i < order.Count; i++)
                {
                    order[i].Position = i * CriteriaSet.Spacing;
                }

                return;
            }

            for (var i = first; i < end; i++)
            {
                order[i].Position = from + (step * (i - first + 1));
            }

            first = end < order.Count ? order.FindIndex(end, placed.Contains) : -1;
        }
    }

    /// <summary>Sums from the node up to its field; a node that lost its last child is a leaf again, without points.</summary>
    private void Settle(CriterionNode? node)
    {
        for (; node is not null && tree.Find(node.Id) is not null; node = tree.ParentOf(node))
        {
            var children = tree.ChildrenOf(node.Id);
            var becameLeaf = children.Count == 0 && !node.IsLeaf;
            if (children.Count > 0 && node.IsLeaf)
            {
                (node.Rule, node.RuleProposed, node.Kind, node.Source, node.Examples) = (null, false, LeafKind.Ordinary, PointSource.Appraised, []);
                (node.EvidenceRequired, node.NotApplicableAllowed, node.RequiredEvidence, node.SurveyQuestion) = (false, false, null, null);
            }

            node.IsLeaf = children.Count == 0;

            // What a framework fixes stays, and the report tells the difference.
            if (node is not { Fixed: true, FrameworkNodeId: not null })
            {
                node.MaxPoints = children.Count > 0 ? children.Sum(child => child.OrdinaryPoints) : becameLeaf ? 0 : node.MaxPoints;
            }
        }
    }

    /// <summary>Which field appraises each leaf: its own (true), or another, which is null where the set has none of that code.</summary>
    private Dictionary<Guid, (bool Own, CriterionNode? Field)> Appraisers()
    {
        var byCode = tree.ChildrenOf(null).GroupBy(field => field.Code, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        return nodes.Where(node => node.IsLeaf).ToDictionary(
            leaf => leaf.Id, leaf => (tree.TopOf(leaf).Code == leaf.FieldCode, byCode.GetValueOrDefault(leaf.FieldCode)));
    }

    private void FollowFields(Dictionary<Guid, (bool Own, CriterionNode? Field)> before)
    {
        var known = tree.ChildrenOf(null).Select(field => field.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var node in tree.InReadingOrder())
        {
            var own = tree.TopOf(node).Code;
            if (!before.TryGetValue(node.Id, out var appraiser))
            {
                node.FieldCode = node.IsLeaf && known.Contains(node.FieldCode) ? node.FieldCode : own;
            }
            else if (appraiser.Own)
            {
                node.FieldCode = own;
            }
            else if (appraiser.Field is { } field && tree.Find(field.Id) is not null)
            {
                node.FieldCode = field.Code;
            }
        }
    }
}
