using System.Runtime.InteropServices;

namespace CCHC.Scoring.Analysis;

/// <summary>A group as a simulation draws it: everything that one replication needs, in arrays.</summary>
/// <remarks>
/// An index is drawn as the true index plus what the draws change, t + 100 · (Σ (f − 1)(p − t·m) + Σ f·δ + Δ) / Σ f·m for points p, maxima m, factors f,
/// errors δ, bonus and penalty Δ and the true index t (as a share), so that it is exactly the true index when nothing is drawn.
/// </remarks>
internal sealed class RankModel
{
    private readonly int _units;
    private readonly int[] _trueRanks;
    private readonly double[] _index;
    private readonly double[] _max;

    // Units by ordinary leaves.
    private readonly double[] _excess;
    private readonly double[] _maxima;
    private readonly int[] _factorOf;
    private readonly int _factors;
    private readonly double _share;

    private readonly Draws[] _draws;
    private readonly double _bonusCap;
    private readonly double _penaltyCap;

    public RankModel(AnalysedGroup group, IReadOnlyList<UnitPlace> places, Uncertainty uncertainty)
    {
        Check(group, uncertainty);
        _units = places.Count;
        _trueRanks = [.. places.Select(place => place.Rank!.Value)];
        _index = [.. places.Select(place => (double)place.Result.Index!.Value)];
        _max = [.. places.Select(place => (double)place.Result.MaxPoints)];
        _bonusCap = (double?)group.BonusCap ?? double.PositiveInfinity;
        _penaltyCap = (double?)group.PenaltyCap ?? double.PositiveInfinity;

        // By code, not in the order given, so that which draw goes where does not depend on the latter.
        var codes = group.Leaves.Values.Where(leaf => leaf.Kind == LeafKind.Ordinary && group.InSet(leaf)).Select(leaf => leaf.Code).Order(StringComparer.Ordinal).ToArray();
        var positions = codes.Select((code, i) => (code, i)).ToDictionary(x => x.code, x => x.i, StringComparer.Ordinal);
        _share = uncertainty.WeightShare;
        (_factorOf, _factors) = Factors(codes, uncertainty.WeightedTogether);
        _excess = new double[_units * codes.Length];
        _maxima = new double[_units * codes.Length];
        _draws = new Draws[_units];
        for (var unit = 0; unit < _units; unit++)
        {
            var leaves = group.Unit(places[unit].Key).Leaves.Where(group.Counts).OrderBy(leaf => leaf.Code, StringComparer.Ordinal).ToList();
            foreach (var leaf in leaves.Where(leaf => leaf.Kind == LeafKind.Ordinary))
            {
                var cell = (unit * codes.Length) + positions[leaf.Code];
                _maxima[cell] = (double)leaf.Max;
                _excess[cell] = (double)leaf.Achieved - (_index[unit] / 100 * (double)leaf.Max);
            }

            var key = places[unit].Key;
            _draws[unit] = new Draws(
                Cells(LeafKind.Ordinary), Cells(LeafKind.Bonus), Cells(LeafKind.Penalty), Sum(LeafKind.Bonus), Sum(LeafKind.Penalty));

            Cell[] Cells(LeafKind kind) =>
            [
                .. leaves.Where(leaf => leaf.Kind == kind)
                    .Select(leaf => new Cell(
                        (double)leaf.Achieved, (double)leaf.Max, Deviation(uncertainty, key, leaf.Code), kind == LeafKind.Ordinary ? _factorOf[positions[leaf.Code]] : 0))
                    .Where(cell => cell.Deviation > 0),
            ];

            double Sum(LeafKind kind) => (double)leaves.Where(leaf => leaf.Kind == kind).Sum(leaf => leaf.Achieved);
        }
    }

    /// <summary>One replication, added to the tally.</summary>
    public void Draw(RandomStream random, Workspace workspace, Tally tally)
    {
        var factors = workspace.Factors;
        if (_share > 0)
        {
            for (var i = 0; i < _factors; i++)
            {
                factors[i] = 1 + (_share * ((2 * random.Uniform()) - 1));
            }
        }

        for (var unit = 0; unit < _units; unit++)
        {
            var (change, max) = _share > 0 ? Reweigh(unit, factors) : (0, _max[unit]);
            var draws = _draws[unit];
            foreach (var cell in draws.Ordinary)
            {
                change += factors[cell.Factor] * cell.Error(ref random);
            }

            change += Capped(draws.Bonus, draws.BonusPoints, _bonusCap, ref random) - Capped(draws.Penalty, draws.PenaltyPoints, _penaltyCap, ref random);
            workspace.Keys[unit] = -(_index[unit] + (100 * change / max));
            workspace.Order[unit] = unit;
        }

        Rank(workspace);
        tally.Count(workspace.Ranks);
    }

    private (double Change, double Max) Reweigh(int unit, double[] factors)
    {
        var leaves = _factorOf.Length;
        var excess = _excess.AsSpan(unit * leaves, leaves);
        var maxima = _maxima.AsSpan(unit * leaves, leaves);
        var (change, max) = (0.0, 0.0);
        for (var i = 0; i < leaves; i++)
        {
            var factor = factors[_factorOf[i]];
            change += (factor - 1) * excess[i];
            max += factor * maxima[i];
        }

        return (change, max);
    }

    private static double Capped(Cell[] cells, double points, double cap, ref RandomStream random)
    {
        if (cells.Length == 0)
        {
            return 0;
        }

        var drawn = points;
        foreach (var cell in cells)
        {
            drawn += cell.Error(ref random);
        }

        return Math.Min(drawn, cap) - Math.Min(points, cap);
    }

    private void Rank(Workspace workspace)
    {
        var (keys, order, ranks) = (workspace.Keys, workspace.Order, workspace.Ranks);
        Array.Sort(keys, order);
        for (var first = 0; first < _units;)
        {
            var end = first + 1;
            while (end < _units && keys[end] == keys[first])
            {
                end++;
            }

            // Units are numbered in the order of the true ranking.
            Array.Sort(order, first, end - first);
            for (var i = first; i < end; i++)
            {
                ranks[order[i]] = i > first && _trueRanks[order[i]] == _trueRanks[order[i - 1]] ? ranks[order[i - 1]] : i + 1;
            }

            first = end;
        }
    }

    private static (int[] FactorOf, int Count) Factors(string[] codes, IReadOnlyList<AnalysedCriterion> together)
    {
        var names = together.SelectMany(criterion => criterion.LeafCodes, (criterion, leaf) => (leaf, Name: $"c {criterion.Code}"))
            .ToDictionary(x => x.leaf, x => x.Name, StringComparer.Ordinal);
        var nameOf = codes.Select(code => names.GetValueOrDefault(code) ?? $"l {code}").ToArray();
        var distinct = nameOf.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return ([.. nameOf.Select(name => distinct.IndexOf(name))], distinct.Count);
    }

    private static double Deviation(Uncertainty uncertainty, string unit, string leaf)
    {
        var (survey, appraiser) = (uncertainty.SurveyErrors.GetValueOrDefault((unit, leaf)), uncertainty.AppraiserDeviations.GetValueOrDefault(leaf));
        return survey == 0 ? appraiser : appraiser == 0 ? survey : Math.Sqrt((survey * survey) + (appraiser * appraiser));
    }

    private static void Check(AnalysedGroup group, Uncertainty uncertainty)
    {
        if (uncertainty.WeightShare is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(uncertainty), uncertainty.WeightShare, "The share of a weight lies from 0 to below 1.");
        }

        foreach (var ((unit, leaf), error) in uncertainty.SurveyErrors)
        {
            CheckDeviation(error);
            if (group.Unit(unit).Leaves.All(x => x.Code != leaf))
            {
                throw new ArgumentException($"Unit {unit} has no leaf {leaf}.", nameof(uncertainty));
            }
        }

        foreach (var (leaf, deviation) in uncertainty.AppraiserDeviations)
        {
            CheckDeviation(deviation);
            if (!group.Leaves.ContainsKey(leaf))
            {
                throw new ArgumentException($"No unit has a leaf {leaf}.", nameof(uncertainty));
            }
        }

        var weighed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var criterion in uncertainty.WeightedTogether)
        {
            if (criterion.LeavesOf(group).FirstOrDefault(leaf => !weighed.Add(leaf)) is { } twice)
            {
                throw new ArgumentException($"Leaf {twice} is weighed twice.", nameof(uncertainty));
            }
        }

        void CheckDeviation(double value)
        {
            if (value < 0 || !double.IsFinite(value))
            {
                throw new ArgumentOutOfRangeException(nameof(uncertainty), value, "A standard error is a finite number from 0.");
            }
        }
    }

    /// <summary>What one thread writes on; only its own.</summary>
    public sealed class Workspace
    {
        public Workspace(RankModel model)
        {
            (Keys, Order, Ranks) = (new double[model._units], new int[model._units], new int[model._units]);
            Factors = new double[Math.Max(model._factors, 1)];
            Array.Fill(Factors, 1);
        }

        public double[] Keys { get; }

        public int[] Order { get; }

        public int[] Ranks { get; }

        public double[] Factors { get; }
    }

    /// <summary>How often each unit stood where; whole numbers, so that it does not matter who adds when.</summary>
    public sealed class Tally(int units)
    {
        private readonly int[] _ranks = new int[units * units];

        public int[] AboveNext { get; } = new int[units];

        public ReadOnlySpan<int> RanksOf(int unit) => _ranks.AsSpan(unit * units, units);

        public void Count(int[] ranks)
        {
            for (var unit = 0; unit < units; unit++)
            {
                _ranks[(unit * units) + ranks[unit] - 1]++;
                if (unit + 1 < units && ranks[unit] < ranks[unit + 1])
                {
                    AboveNext[unit]++;
                }
            }
        }

        public void Add(Tally other)
        {
            for (var i = 0; i < _ranks.Length; i++)
            {
                _ranks[i] += other._ranks[i];
            }

            for (var i = 0; i < units; i++)
            {
                AboveNext[i] += other.AboveNext[i];
            }
        }
    }

    private sealed record Draws(Cell[] Ordinary, Cell[] Bonus, Cell[] Penalty, double BonusPoints, double PenaltyPoints);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Cell(double Points, double Max, double Deviation, int Factor)
    {
        public double Error(ref RandomStream random) => Math.Min(Math.Max(Points + (Deviation * random.Normal()), 0), Max) - Points;
    }
}
