namespace CCHC.Scoring.Analysis;

/// <summary>What a unit's index has to come to.</summary>
/// <param name="Index">What to come level with.</param>
/// <param name="Points">By how much the unit's points must grow for that.</param>
/// <param name="Source">Of sets that come level, only those reach it whose leaves of this source gain enough; null where all do or none.</param>
/// <param name="SourcePoints">How much is enough.</param>
/// <param name="Reached">The last word on a set that comes level.</param>
internal sealed record LiftGoal(decimal Index, decimal Points, PointSource? Source, decimal SourcePoints, Func<UnitIndex, bool> Reached);

/// <summary>The subsets of a unit's leaves that reach a goal: of the smallest size there is, by points, at most so many.</summary>
/// <remarks>
/// Branch and bound. Size k is tried from 1; since no k − 1 leaves reach the goal, sets of k that do lie close to the k largest gains, and every branch
/// whose best completion falls short is cut, as is every branch that cannot beat the worst of a full list. Leaves of equal gain are interchangeable:
/// the search chooses how many of them, and only what it accepts is spelled out. Sums are of integers, 10⁻²⁰ of a point, so they are exact; where
/// one comes level with the goal, the index and the tie-breakers decide. Sets that come level are searched first, by themselves: where that is not
/// enough, they would crowd the search for more and be refused one by one.
/// </remarks>
internal sealed class LiftSearch
{
    private const decimal Scale = 100_000_000_000_000_000_000m;

    /// <summary>Ten times what one leaf's rounding to the scale can be off, for each of some hundred leaves.</summary>
    private const long Tolerance = 1_000;

    private readonly AnalysedGroup _group;
    private readonly AnalysedUnit _unit;
    private readonly LiftGoal _goal;
    private readonly int _capacity;
    private readonly bool _endless;
    private readonly Int128 _level;
    private readonly Int128 _bonusRoom;
    private readonly Int128 _penaltyExcess;
    private readonly Pool _byGain;
    private readonly Pool _bySource;
    private readonly Pool _bonus;
    private readonly Pool _penalty;
    private readonly List<Found> _found = [];

    // What is being searched: gains from here to there, of these ordinary leaves, so much of it from the goal's source.
    private Int128 _least;
    private Int128 _most;
    private Pool _ordinary;
    private Int128 _leastOfSource;

    /// <param name="group">For its rules.</param>
    /// <param name="unit">With an index.</param>
    /// <param name="goal">What is to be reached.</param>
    /// <param name="capacity">The most sets to find.</param>
    public LiftSearch(AnalysedGroup group, AnalysedUnit unit, LiftGoal goal, int capacity)
    {
        (_group, _unit, _goal, _capacity) = (group, unit, goal, capacity);
        _level = (Int128)decimal.Floor(goal.Points * Scale);
        var counting = unit.Leaves.Select((leaf, i) => (Leaf: leaf, Position: i)).Where(x => group.Counts(x.Leaf)).ToList();
        _endless = counting.SelectMany(x => new[] { x.Leaf.Achieved, x.Leaf.Max }).Concat([group.BonusCap ?? 0, group.PenaltyCap ?? 0])
            .Any(points => decimal.Round(points, 15) != points);
        _byGain = new Pool(counting.Where(x => x.Leaf.Kind == LeafKind.Ordinary), bySource: false, goal.Source);
        _bySource = new Pool(counting.Where(x => x.Leaf.Kind == LeafKind.Ordinary), bySource: true, goal.Source);
        _bonus = new Pool(counting.Where(x => x.Leaf.Kind == LeafKind.Bonus), bySource: false, source: null);
        _penalty = new Pool(counting.Where(x => x.Leaf.Kind == LeafKind.Penalty), bySource: false, source: null);
        _ordinary = _byGain;
        _bonusRoom = group.BonusCap is { } bonusCap ? Scaled(Math.Max(0, bonusCap - Sum(LeafKind.Bonus))) : Int128.MaxValue;
        _penaltyExcess = group.PenaltyCap is { } penaltyCap ? Scaled(Math.Max(0, Sum(LeafKind.Penalty) - penaltyCap)) : 0;

        decimal Sum(LeafKind kind) => counting.Where(x => x.Leaf.Kind == kind).Sum(x => x.Leaf.Achieved);
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
            // Points without end may pass the goal in their last digit, with whatever source.
            Search(size, _level - Tolerance, _level + Tolerance, _goal.Source is null ? _byGain : _bySource, _endless || _goal.Source is null ? 0 : Scaled(_goal.SourcePoints));
            Search(size, _level + Tolerance + 1, Int128.MaxValue, _byGain, leastOfSource: 0);
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

    private void Search(int size, Int128 least, Int128 most, Pool ordinary, Int128 leastOfSource)
    {
        (_least, _most, _ordinary, _leastOfSource) = (least, most, ordinary, leastOfSource);
        ChooseBonus(0, size, 0, []);
    }

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

        if (IsFull(Int128.Max(_least, Effect(gain, 0)))
            || Effect(gain + _bonus.Largest(group, left), _penalty.Largest(0, left)) + _ordinary.Largest(0, left) < _least)
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
            ChooseOrdinary(0, left, 0, 0, effect, _ordinary.RoundUp(_least - effect), chosen);
            return;
        }

        if (IsFull(Int128.Max(_least, effect)) || Effect(bonus, gain + _penalty.Largest(group, left)) + _ordinary.Largest(0, left) < _least)
        {
            return;
        }

        for (var count = 0; count <= Math.Min(left, _penalty.Sizes[group]); count++)
        {
            With(chosen, (_penalty, group, count), () => ChoosePenalty(group + 1, left - count, bonus, gain + (count * _penalty.Gains[group]), chosen));
        }
    }

    private void ChooseOrdinary(
        int group, int left, Int128 gain, Int128 ofSource, Int128 effect, Int128 needed, List<(Pool Pool, int Group, int Count)> chosen)
    {
        if (left == 0)
        {
            if (gain >= needed && gain + effect <= _most && ofSource >= _leastOfSource)
            {
                Accept(gain + effect, chosen);
            }

            return;
        }

        if (_ordinary.CountFrom(group) < left
            || gain + _ordinary.Largest(group, left) < needed
            || effect + Int128.Max(needed, gain + _ordinary.Smallest(left)) > _most
            || ofSource + _ordinary.LargestOfSource(group, left) < _leastOfSource
            || IsFull(effect + Int128.Max(needed, gain + _ordinary.Smallest(left))))
        {
            return;
        }

        if (left == 1)
        {
            for (var last = _ordinary.LastAtLeast(needed - gain); last >= group && effect + gain + _ordinary.Gains[last] <= _most && !IsFull(effect + gain + _ordinary.Gains[last]); last--)
            {
                With(chosen, (_ordinary, last, 1), () => Accept(effect + gain + _ordinary.Gains[last], chosen));
            }

            return;
        }

        for (var count = Math.Min(left, _ordinary.Sizes[group]); count >= 0; count--)
        {
            chosen.Add((_ordinary, group, count));
            ChooseOrdinary(
                group + 1, left - count, gain + (count * _ordinary.Gains[group]), ofSource + (count * _ordinary.GainsOfSource[group]), effect, needed, chosen);
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

            // Only what comes level with the goal needs a closer look.
            var result = gain > _level + Tolerance ? null : ResultOf(leaves);
            if (result is null || _goal.Reached(result))
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
                // Points that end give the same sum whichever leaves of a group are taken; and only one sum can come level. If it is not the index, or if
                // no source counts, then no other set that comes level is any better.
                _most = _goal.Source is null || result.Index < _goal.Index ? _least - 1 : _most;
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
        private readonly Int128[] _sumsOfSource;
        private readonly int[] _startsOfSource;
        private readonly Int128 _unit;

        /// <param name="leaves">Of one kind.</param>
        /// <param name="bySource">A group is of one source, too.</param>
        /// <param name="source">Whose gains are of interest; a pool by source only knows them.</param>
        public Pool(IEnumerable<(LeafScore Leaf, int Position)> leaves, bool bySource, PointSource? source)
        {
            var groups = leaves
                .Select(x => (x.Leaf, x.Position, Gain: Scaled(Math.Abs(Best(x.Leaf).Points!.Value - x.Leaf.Achieved))))
                .Where(x => x.Gain > 0)
                .OrderBy(x => x.Position)
                .GroupBy(x => (x.Gain, Source: bySource ? x.Leaf.Source : (PointSource?)null))
                .OrderByDescending(x => x.Key.Gain).ThenBy(x => x.Key.Source)
                .ToList();
            Gains = [.. groups.Select(x => x.Key.Gain)];
            Members = [.. groups.Select(x => x.Select(leaf => leaf.Position).ToArray())];
            Sizes = [.. Members.Select(x => x.Length)];
            GainsOfSource = [.. groups.Select(x => x.Key.Source is { } own && own == source ? x.Key.Gain : 0)];
            _starts = new int[Groups + 1];
            _startsOfSource = new int[Groups + 1];
            for (var group = 0; group < Groups; group++)
            {
                _starts[group + 1] = _starts[group] + Sizes[group];
                _startsOfSource[group + 1] = _startsOfSource[group] + (GainsOfSource[group] > 0 ? Sizes[group] : 0);
                _unit = Gcd(_unit, Gains[group]);
            }

            _sums = Sums(Enumerable.Range(0, Groups).SelectMany(group => Enumerable.Repeat(Gains[group], Sizes[group])));
            _sumsOfSource = Sums(Enumerable.Range(0, Groups).Where(group => GainsOfSource[group] > 0).SelectMany(group => Enumerable.Repeat(Gains[group], Sizes[group])));
        }

        public Int128[] Gains { get; }

        /// <summary>A group's gain if it is of the source of interest, else 0.</summary>
        public Int128[] GainsOfSource { get; }

        public int[][] Members { get; }

        public int[] Sizes { get; }

        public int Groups => Gains.Length;

        public int Count => _starts[^1];

        public int CountFrom(int group) => Count - _starts[group];

        /// <summary>The most that so many leaves from this group on can gain, or that all of them do where there are fewer.</summary>
        public Int128 Largest(int group, int leaves) => _sums[Math.Min(_starts[group] + leaves, Count)] - _sums[_starts[group]];

        /// <summary>The like, of leaves of the source of interest only.</summary>
        public Int128 LargestOfSource(int group, int leaves) =>
            _sumsOfSource[Math.Min(_startsOfSource[group] + leaves, _sumsOfSource.Length - 1)] - _sumsOfSource[_startsOfSource[group]];

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

        private static Int128[] Sums(IEnumerable<Int128> gains) =>
            [0, .. gains.Aggregate(new List<Int128>(), (sums, gain) => { sums.Add((sums.Count == 0 ? 0 : sums[^1]) + gain); return sums; })];

        private static Int128 Gcd(Int128 a, Int128 b) => b == 0 ? a : Gcd(b, a % b);
    }
}
