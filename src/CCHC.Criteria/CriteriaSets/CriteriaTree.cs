namespace CCHC.Criteria.CriteriaSets;

/// <summary>Who stands under whom in a set; built once from its nodes.</summary>
internal sealed class CriteriaTree
{
    public const int DeepestLevel = 3;

    private readonly Dictionary<Guid, CriterionNode> _byId;
    private readonly Dictionary<Guid, List<CriterionNode>> _children = [];

    public CriteriaTree(IEnumerable<CriterionNode> nodes)
    {
        _byId = nodes.ToDictionary(node => node.Id);
        foreach (var node in _byId.Values.OrderBy(node => node.Position))
        {
            ChildrenOf(node.ParentId).Add(node);
        }
    }

    public CriterionNode? Find(Guid? id) => id is { } known ? _byId.GetValueOrDefault(known) : null;

    public CriterionNode? ParentOf(CriterionNode node) => Find(node.ParentId);

    public CriterionNode TopOf(CriterionNode node) => ParentOf(node) is { } parent ? TopOf(parent) : node;

    /// <summary>The list itself, in order; null for the fields.</summary>
    public List<CriterionNode> ChildrenOf(Guid? parentId)
    {
        if (!_children.TryGetValue(parentId ?? Guid.Empty, out var children))
        {
            _children.Add(parentId ?? Guid.Empty, children = []);
        }

        return children;
    }

    public IEnumerable<CriterionNode> InReadingOrder() => ChildrenOf(null).SelectMany(WithAllBelow);

    /// <summary>The node and everything below it, in reading order.</summary>
    public IEnumerable<CriterionNode> WithAllBelow(CriterionNode node)
    {
        yield return node;
        foreach (var below in ChildrenOf(node.Id).SelectMany(WithAllBelow))
        {
            yield return below;
        }
    }

    public void Register(CriterionNode node) => _byId.Add(node.Id, node);

    public void Forget(CriterionNode node) => _byId.Remove(node.Id);
}
