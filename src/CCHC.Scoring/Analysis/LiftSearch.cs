namespace CCHC.Scoring.Analysis;

/// <summary>The subsets of a unit's leaves that reach a goal: of the smallest size there is, by points, at most so many.</summary>
/// <remarks>
/// Branch and bound. Size k is tried from 1; since no k − 1 leaves reach the goal, sets of k that do lie close to the k largest gains, and every branch
/// whose best completion falls short is cut, as is every branch that cannot beat the worst of a full list. Leaves of equal gain are interchangeable:
/// the search chooses how many of them, and only what it accepts is spelled out. Sums are of integers, 10⁻²⁰ of a point, so they are exact; where
/// one comes to the goal itself, the index decides whether it is reached.
/// </remarks>
internal sealed class LiftSearch
{
    private const decimal Scale = 100_000_000_000_000_000_000m;

    /// <summary>Ten times what one leaf's rounding to the scale can be off, for each of some hundred leaves.</summary>
    private const long Tolerance = 1_000;

    private readonly AnalysedGroup _group;
    private readonly AnalysedUnit _unit;
    private readonly Func<UnitIndex, bool> _reached;
    private readonly int _capacity;
    private readonly bool _endless;
    private readonly Int128 _needed;
    private readonly Int128 _bonusRoom;
    private readonly Int128 _penaltyExcess;
    private readonly Pool _ordinary;
    private readonly Pool _bonus;
    private readonly Pool _penalty;
    private readonly List<Found> _found = [];

    /// <param name="group">For its rules.</param>
    /// <param name="unit">With an index.</param>
    /// <param name="points">By how much its points must grow, at least.</param>
    /// <param name="capacity">The most sets to find.</param>
    /// <param name="reached">Whether such an index reaches the goal; that of more points does whenever that of fewer does.</param>
    /// <param name="sourcesMatter">Two sets of equal points may differ in reaching it, for their leaves come from different sources.</param>
    public LiftSearch(AnalysedGroup group, AnalysedUnit unit, decimal points, int capacity, Func<UnitIndex, bool> reached, bool sourcesMatter)
    {
        (_group, _unit, _capacity, _reached) = (group, unit, capacity, reached);
        _needed = (Int128)decimal.Floor(points * Scale) - Tolerance;
        var counting = unit.Leaves.Select((leaf, i) => (Leaf: leaf, Position: i)).Where(x => group.Counts(x.Leaf)).ToList();
        _endless = counting.Exists(x => decimal.Round(IndexCalculator.Achieved(x.Leaf), 18) != IndexCalculator.Achieved(x.Leaf));
        _ordinary = new Pool(counting.Where(x => x.Leaf.Kind == LeafKind.Ordinary), sourcesMatter);
        _bonus = new Pool(counting.Where(x => x.Leaf.Kind == LeafKind.Bonus), sourcesMatter: false);
        _penalty = new Pool(counting.Where(x => x.Leaf.Kind == LeafKind.Penalty), sourcesMatter: false);
        _bonusRoom = group.BonusCap is { } bonusCap ? Scaled(Math.Max(0, bonusCap - Sum(LeafKind.Bonus))) : Int128.MaxValue;
        _penaltyExcess = group.PenaltyCap is { } penaltyCap ? Scaled(Math.Max(0, Sum(LeafKind.Penalty) - penaltyCap)) : 0;

        decimal Sum(LeafKind kind) => counting.Where(x => x.Leaf.Kind == kind).Sum(x => IndexCalculator.Achieved(x.Leaf));
    }

    /// <param name="Leaves">Positions among the unit's leaves.</param>
    /// <param name="Gain">Scaled points.</param>
    public sealed record Found(IReadOnlyList<int> Leaves, Int128 Gain);

    /// <summary>Nobody can do better: full points, no penalty.</summary>
    public static LeafScore Best(LeafScore leaf) => leaf with { Points = leaf.Kind == LeafKind.Penalty ? 0 : leaf.Max };

    public IReadOnlyList<Found> Run()
    {
        var leaves = _ordinary.Count + _bonus.Count + _penalty.Count;
        for (var size = 1; size <= leaves && _found.Count == 0; size++)
        {
            ChooseBonus(0, size, 0, []);
        }

        return _found;
    }

    /// <summary>The unit's index when these leaves are at their best.</summary>
    public UnitIndex ResultOf(IReadOnlyList<int> leaves)
    {
        var positions = leaves.ToHashSet();
        return _group.Compute(_unit.Leaves.Select((leaf, i) => positions.Contains(i) ? Best(leaf) : leaf));
    }

    private static Int128 Scaled(decimal points) => (Int128)decimal.Round(points * Scale);

    private Int128 Effect(Int128 bonus, Int128 penalty) => Int128.Min(bonus, _bonusRoom) + Int128.Max(0, penalty - _penaltyExcess);

    /// <summary>Whether a set of at least this gain would not be taken any more.</summary>
    private bool IsFull(Int128 gain) => _found.Count == _capacity && gain >= _found[^1].Gain;

    // The first choice is to take no leaf of a group, so that sets of ordinary leaves come before others of equal points.
    private void ChooseBonus(int group, int left, Int128 gain, List<(Pool Pool, int Group, int Count)> chosen)
    {
        if (group == _bonus.Groups)
        {
            ChoosePenalty(0, left, gain, 0, chosen);
            return;
        }

        if (IsFull(Int128.Max(_needed, Effect(gain, 0)))
            || Effect(gain + _bonus.Largest(group, left), _penalty.Largest(0, left)) + _ordinary.Largest(0, left) < _needed)
        {
            return;
        }

        for (var count = 0; count <= Math.Min(left, _bonus.Sizes[group]); count++)
        {
            With(chosen, (_bonus, group, count), () => ChooseBonus(group + 1, left - count, gain + (count * _bonus.Gains[group]), chosen));
        }
    }

    private void ChoosePenalty(int group, int left, Int128 bonus, Int128 gain, List<(Pool Pool, int Group, int Count)> chosen)
    {
        var effect = Effect(bonus, gain);
        if (group == _penalty.Groups)
        {
            ChooseOrdinary(0, left, 0, effect, _ordinary.RoundUp(_needed - effect), chosen);
            return;
        }

        if (IsFull(Int128.Max(_needed, effect)) || Effect(bonus, gain + _penalty.Largest(group, left)) + _ordinary.Largest(0, left) < _needed)
        {
            return;
        }

        for (var count = 0; count <= Math.Min(left, _penalty.Sizes[group]); count++)
        {
            With(chosen, (_penalty, group, count), () => ChoosePenalty(group + 1, left - count, bonus, gain + (count * _penalty.Gains[group]), chosen));
        }
    }

    private void ChooseOrdinary(int group, int left, Int128 gain, Int128 effect, Int128 needed, List<(Pool Pool, int Group, int Count)> chosen)
    {
        if (left == 0)
        {
            if (gain >= needed)
            {
                Accept(gain + effect, chosen);
            }

            return;
        }

        if (_ordinary.CountFrom(group) < left
            || gain + _ordinary.Largest(group, left) < needed
            || IsFull(effect + Int128.Max(needed, gain + _ordinary.Smallest(left))))
        {
            return;
        }

        if (left == 1)
        {
            for (var last = _ordinary.LastAtLeast(needed - gain); last >= group && !IsFull(effect + gain + _ordinary.Gains[last]); last--)
            {
                With(chosen, (_ordinary, last, 1), () => Accept(effect + gain + _ordinary.Gains[last], chosen));
            }

            return;
        }

        for (var count = Math.Min(left, _ordinary.Sizes[group]); count >= 0; count--)
        {
            chosen.Add((_ordinary, group, count));
            ChooseOrdinary(group + 1, left - count, gain + (count * _ordinary.Gains[group]), effect, needed, chosen);
            chosen.RemoveAt(chosen.Count - 1);
        }
    }

    private static void With(List<(Pool Pool, int Group, int Count)> chosen, (Pool Pool, int Group, int Count) choice, Action then)
    {
        chosen.Add(choice);
        then();
        chosen.RemoveAt(chosen.Count - 1);
    }

    private void Accept(Int128 gain, List<(Pool Pool, int Group, int Count)> chosen)
    {
        var choices = chosen.Where(choice => choice.Count > 0).ToList();
        foreach (var leaves in Spelled(choices, 0))
        {
            if (IsFull(gain))
            {
                return;
            }

            // Only what comes to the goal itself needs a closer look.
            if (gain > _needed + (2 * Tolerance) || _reached(ResultOf(leaves)))
            {
                var place = _found.FindLastIndex(found => found.Gain <= gain) + 1;
                _found.Insert(place, new Found(leaves, gain));
                if (_found.Count > _capacity)
                {
                    _found.RemoveAt(_capacity);
                }
            }
            else if (!_endless)
            {
                // Points that end give the same sum whichever leaves of a group are taken.
                return;
            }
        }
    }

    private static IEnumerable<int[]> Spelled(IReadOnlyList<(Pool Pool, int Group, int Count)> choices, int from) => from == choices.Count
        ? [[]]
        : Combinations(choices[from].Pool.Members[choices[from].Group], choices[from].Count, 0)
            .SelectMany(some => Spelled(choices, from + 1), (some, others) => (int[])[.. some, .. others]);

    private static IEnumerable<int[]> Combinations(int[] members, int count, int from) => count == 0
        ? [[]]
        : Enumerable.Range(from, members.Length - count + 1 - from)
            .SelectMany(first => Combinations(members, count - 1, first + 1), (first, others) => (int[])[members[first], .. others]);

    /// <summary>Leaves that have something to gain, in groups of equal gain, the largest first.</summary>
    private sealed class Pool
    {
        private readonly Int128[] _sums;
        private readonly int[] _starts;
        private readonly Int128 _unit;

        public Pool(IEnumerable<(LeafScore Leaf, int Position)> leaves, bool sourcesMatter)
        {
            var groups = leaves
                .Select(x => (x.Leaf, x.Position, Gain: Scaled(Math.Abs(Best(x.Leaf).Points!.Value - IndexCalculator.Achieved(x.Leaf)))))
                .Where(x => x.Gain > 0)
                .OrderBy(x => x.Position)
                .GroupBy(x => (x.Gain, Source: sourcesMatter ? x.Leaf.Source : default))
                .OrderByDescending(x => x.Key.Gain).ThenBy(x => x.Key.Source)
                .ToList();
            Gains = [.. groups.Select(x => x.Key.Gain)];
            Members = [.. groups.Select(x => x.Select(leaf => leaf.Position).ToArray())];
            Sizes = [.. Members.Select(x => x.Length)];
            _starts = new int[Groups + 1];
            for (var group = 0; group < Groups; group++)
            {
                _starts[group + 1] = _starts[group] + Sizes[group];
                _unit = Gcd(_unit, Gains[group]);
            }

            _sums = new Int128[Count + 1];
            foreach (var (gain, i) in groups.SelectMany(x => x.Select(leaf => leaf.Gain)).Select((gain, i) => (gain, i)))
            {
                _sums[i + 1] = _sums[i] + gain;
            }
        }

        public Int128[] Gains { get; }

        public int[][] Members { get; }

        public int[] Sizes { get; }

        public int Groups => Gains.Length;

        public int Count => _starts[^1];

        public int CountFrom(int group) => Count - _starts[group];

        /// <summary>The most that so many leaves from this group on can gain, or that all of them do where there are fewer.</summary>
        public Int128 Largest(int group, int leaves) => _sums[Math.Min(_starts[group] + leaves, Count)] - _sums[_starts[group]];

        /// <summary>The least that so many leaves can gain.</summary>
        public Int128 Smallest(int leaves) => _sums[Count] - _sums[Count - leaves];

        /// <summary>The last group of at least this gain, −1 if none is.</summary>
        public int LastAtLeast(Int128 gain)
        {
            var (low, high) = (0, Groups);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = Gains[middle] >= gain ? (middle + 1, high) : (low, middle);
            }

            return low - 1;
        }

        /// <summary>The least multiple of what all gains are multiples of: no sum lies between.</summary>
        public Int128 RoundUp(Int128 gain) => gain <= 0 || _unit == 0 ? gain : (gain + _unit - 1) / _unit * _unit;

        private static Int128 Gcd(Int128 a, Int128 b) => b == 0 ? a : Gcd(b, a % b);
    }
}
