namespace CCHC.Criteria.CriteriaSets.Comparisons;

/// <summary>Which criterion of one set is which of the other: by hand, by code and name, by a name that is nearly the same, by code.</summary>
internal sealed class SetMatching
{
    /// <summary>Below this share of common letter pairs two names mean different things.</summary>
    private const double Alike = 0.8;

    private readonly Dictionary<Guid, Match> _matches = [];
    private readonly Dictionary<Guid, CriterionNode> _counterparts = [];
    private readonly HashSet<Guid> _gone = [];

    public SetMatching(CriteriaSet from, CriteriaSet to, IReadOnlyList<MappedPair> byHand)
    {
        var left = from.Tree.InReadingOrder().Select(node => new Named(node)).ToList();
        var right = to.Tree.InReadingOrder().Select(node => new Named(node)).ToList();
        ByHand(left, right, byHand);
        ByKey(left, right, named => (named.Node.Code, named.Name), MatchBasis.Code);
        ByKey(left, right, named => (named.Name, named.Node.IsLeaf ? "leaf" : "parent"), MatchBasis.Name);
        ByLikeness(left, right);
        ByKey(left, right, named => (named.Node.Code, named.Node.IsLeaf ? "leaf" : "parent"), MatchBasis.Code);
    }

    internal sealed record Match(CriterionNode To, MatchBasis Basis, bool? Comparable);

    private sealed record Named(CriterionNode Node)
    {
        public string Name { get; } = VietnameseText.Fold(Node.Name);

        public int[] Bigrams => field ??= VietnameseText.Bigrams(Name);
    }

    public Match? MatchOf(CriterionNode from) => _matches.GetValueOrDefault(from.Id);

    public CriterionNode? CounterpartOf(CriterionNode to) => _counterparts.GetValueOrDefault(to.Id);

    private void ByHand(List<Named> left, List<Named> right, IReadOnlyList<MappedPair> pairs)
    {
        foreach (var pair in pairs)
        {
            var from = left.Find(named => named.Node.Code == pair.FromCode);
            var to = right.Find(named => named.Node.Code == pair.ToCode);
            if (from is not null && to is not null && IsFree(from, to))
            {
                Pair(from, to, MatchBasis.Hand, pair.Comparable);
            }
            else if ((pair.ToCode is null ? from : pair.FromCode is null ? to : null) is { } alone)
            {
                _gone.Add(alone.Node.Id);
            }
        }
    }

    private void ByKey(List<Named> left, List<Named> right, Func<Named, (string, string)> key, MatchBasis basis)
    {
        var free = right.Where(named => !_counterparts.ContainsKey(named.Node.Id)).ToLookup(key);
        foreach (var from in left)
        {
            if (free[key(from)].FirstOrDefault(to => IsFree(from, to)) is { } to)
            {
                Pair(from, to, basis, null);
            }
        }
    }

    private void ByLikeness(List<Named> left, List<Named> right)
    {
        var candidates =
            from one in left
            where !_matches.ContainsKey(one.Node.Id) && !_gone.Contains(one.Node.Id)
            from other in right
            where !_counterparts.ContainsKey(other.Node.Id) && one.Node.IsLeaf == other.Node.IsLeaf
            let likeness = VietnameseText.Similarity(one.Bigrams, other.Bigrams)
            where likeness >= Alike
            orderby likeness descending
            select (one, other);
        foreach (var (one, other) in candidates.ToList())
        {
            if (IsFree(one, other))
            {
                Pair(one, other, MatchBasis.Name, null);
            }
        }
    }

    private bool IsFree(Named from, Named to) =>
        !_matches.ContainsKey(from.Node.Id) && !_gone.Contains(from.Node.Id) && !_counterparts.ContainsKey(to.Node.Id) && !_gone.Contains(to.Node.Id);

    private void Pair(Named from, Named to, MatchBasis basis, bool? comparable)
    {
        _matches.Add(from.Node.Id, new Match(to.Node, basis, comparable));
        _counterparts.Add(to.Node.Id, from.Node);
    }
}
