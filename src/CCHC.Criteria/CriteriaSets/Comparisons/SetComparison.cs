using CCHC.Scoring;

namespace CCHC.Criteria.CriteriaSets.Comparisons;

public enum ChangeKind
{
    Added,
    Removed,
    Moved,
    Renamed,
    Points,
    Rule,
    Source,
}

/// <summary>How a counterpart was found.</summary>
public enum MatchBasis
{
    Code,
    Name,
    Hand,
}

/// <summary>A criterion as one side of a comparison.</summary>
public sealed record NodeBrief(Guid Id, string Code, string Name, int Depth, decimal MaxPoints, bool IsLeaf, string? RuleText, string Path)
{
    internal static NodeBrief Of(CriteriaSet set, CriterionNode node)
    {
        var path = new List<string>();
        for (var above = set.Tree.ParentOf(node); above is not null; above = set.Tree.ParentOf(above))
        {
            path.Insert(0, above.Name);
        }

        return new NodeBrief(
            node.Id, node.Code, node.Name, node.Depth, node.MaxPoints, node.IsLeaf,
            node.Rule is { } rule ? Scorer.Describe(rule, node.MaxPoints) : null,
            string.Join(" › ", path));
    }
}

/// <summary>A criterion of one set beside its counterpart in the other.</summary>
/// <param name="Changes">Empty where nothing changed.</param>
/// <param name="From">Null for what was added.</param>
/// <param name="To">Null for what was removed.</param>
/// <param name="Comparable">Whether its figures may be compared from year to year; null for a parent.</param>
/// <param name="Basis">Null without a counterpart.</param>
public sealed record ComparisonRow(IReadOnlyList<ChangeKind> Changes, NodeBrief? From, NodeBrief? To, bool? Comparable, MatchBasis? Basis);

/// <summary>Two sets side by side, in the reading order of the second; what was removed stands where it stood.</summary>
internal sealed class SetComparison
{
    private readonly CriteriaSet _from;
    private readonly CriteriaSet _to;
    private readonly SetMatching _matching;

    public SetComparison(CriteriaSet from, CriteriaSet to, IReadOnlyList<MappedPair> byHand) => (_from, _to, _matching) = (from, to, new SetMatching(from, to, byHand));

    public IReadOnlyList<ComparisonRow> Rows()
    {
        var moved = Reordered();
        var rows = new List<(CriterionNode? From, CriterionNode? To)>();
        rows.AddRange(_to.Tree.InReadingOrder().Select(node => (_matching.CounterpartOf(node), (CriterionNode?)node)));

        CriterionNode? before = null;
        foreach (var node in _from.Tree.InReadingOrder())
        {
            if (_matching.MatchOf(node) is null)
            {
                rows.Insert(before is null ? 0 : rows.FindIndex(row => row.From == before) + 1, (node, null));
            }

            before = node;
        }

        return [.. rows.Select(row => ToRow(row.From, row.To, moved))];
    }

    private ComparisonRow ToRow(CriterionNode? from, CriterionNode? to, HashSet<Guid> reordered)
    {
        if (from is null || to is null)
        {
            return new ComparisonRow(
                [from is null ? ChangeKind.Added : ChangeKind.Removed],
                from is null ? null : NodeBrief.Of(_from, from),
                to is null ? null : NodeBrief.Of(_to, to),
                (from ?? to)!.IsLeaf ? false : null,
                null);
        }

        var match = _matching.MatchOf(from)!;
        var leaves = from.IsLeaf && to.IsLeaf;
        var alike = leaves && from.Source == to.Source && from.Kind == to.Kind && from.Rule?.GetType() == to.Rule?.GetType();
        return new ComparisonRow(
            [.. Changes(from, to, reordered)], NodeBrief.Of(_from, from), NodeBrief.Of(_to, to),
            from.IsLeaf || to.IsLeaf ? match.Comparable ?? alike : null,
            match.Basis);
    }

    private IEnumerable<ChangeKind> Changes(CriterionNode from, CriterionNode to, HashSet<Guid> reordered)
    {
        if (reordered.Contains(to.Id) || CounterpartParentOf(from) != to.ParentId)
        {
            yield return ChangeKind.Moved;
        }

        if (from.Name != to.Name)
        {
            yield return ChangeKind.Renamed;
        }

        if (from.MaxPoints != to.MaxPoints)
        {
            yield return ChangeKind.Points;
        }

        if (from.IsLeaf != to.IsLeaf || !Equals(from.Rule, to.Rule))
        {
            yield return ChangeKind.Rule;
        }

        if (from.IsLeaf && to.IsLeaf && (from.Source != to.Source || from.Kind != to.Kind))
        {
            yield return ChangeKind.Source;
        }
    }

    private Guid? CounterpartParentOf(CriterionNode from) => _from.Tree.ParentOf(from) is { } parent ? _matching.MatchOf(parent)?.To.Id ?? Guid.Empty : null;

    /// <summary>Siblings that changed places: all but the longest run that kept its order.</summary>
    private HashSet<Guid> Reordered()
    {
        var order = _from.Tree.InReadingOrder().Select((node, i) => (node.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        var reordered = new HashSet<Guid>();
        foreach (var siblings in _to.Nodes.GroupBy(node => node.ParentId))
        {
            var stayed = siblings.OrderBy(node => node.Position)
                .Select(node => (Node: node, From: _matching.CounterpartOf(node)))
                .Where(pair => pair.From is not null && CounterpartParentOf(pair.From) == pair.Node.ParentId)
                .Select(pair => (pair.Node.Id, Place: order[pair.From!.Id]))
                .ToList();
            var length = new int[stayed.Count];
            for (var i = stayed.Count - 1; i >= 0; i--)
            {
                length[i] = 1 + Enumerable.Range(i + 1, stayed.Count - i - 1).Where(j => stayed[j].Place > stayed[i].Place).Select(j => length[j]).DefaultIfEmpty(0).Max();
            }

            var (wanted, last) = (length.DefaultIfEmpty(0).Max(), -1);
            for (var i = 0; i < stayed.Count; i++)
            {
                if (length[i] == wanted && stayed[i].Place > last)
                {
                    (wanted, last) = (wanted - 1, stayed[i].Place);
                }
                else
                {
                    reordered.Add(stayed[i].Id);
                }
            }
        }

        return reordered;
    }
}
