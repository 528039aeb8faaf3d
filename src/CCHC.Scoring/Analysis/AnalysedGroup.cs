namespace CCHC.Scoring.Analysis;

/// <summary>A unit as analyses need it.</summary>
/// <param name="Key">The unit, unique in the group.</param>
/// <param name="Leaves">All leaves of the group's criteria set with the points that count now, in reading order.</param>
/// <param name="LastYearIndex">For <see cref="TieBreaker.LastYearIndex"/>, in percent.</param>
public sealed record AnalysedUnit(string Key, IReadOnlyList<LeafScore> Leaves, decimal? LastYearIndex = null);

/// <summary>A unit's index, rank and class.</summary>
/// <param name="Key">The unit.</param>
/// <param name="Result">What the index is made of.</param>
/// <param name="Rank">From 1; null for "chưa đủ dữ liệu".</param>
/// <param name="Shared">Another unit has the same rank.</param>
/// <param name="Class">The class reached; null when none is, or without an index.</param>
public sealed record UnitPlace(string Key, UnitIndex Result, int? Rank, bool Shared, string? Class);

/// <summary>The units that are ranked against each other, and the rules of their group.</summary>
public sealed class AnalysedGroup
{
    private readonly Dictionary<string, AnalysedUnit> _byKey = new(StringComparer.Ordinal);

    /// <param name="units">In any order; a leaf that one of them lacks counts as not applicable to it.</param>
    /// <exception cref="ArgumentException">Two units have one key, two leaves of a unit one code, or one leaf has two kinds, sources or maxima.</exception>
    public AnalysedGroup(IReadOnlyList<AnalysedUnit> units)
    {
        Units = units;
        var leaves = new Dictionary<string, LeafScore>(StringComparer.Ordinal);
        foreach (var unit in units)
        {
            if (!_byKey.TryAdd(unit.Key, unit))
            {
                throw new ArgumentException($"There are two units {unit.Key}.", nameof(units));
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var leaf in unit.Leaves)
            {
                if (!seen.Add(leaf.Code))
                {
                    throw new ArgumentException($"Unit {unit.Key} has two leaves {leaf.Code}.", nameof(units));
                }

                if (leaves.TryGetValue(leaf.Code, out var known) && (known.Kind, known.Source, known.Max) != (leaf.Kind, leaf.Source, leaf.Max))
                {
                    throw new ArgumentException($"Leaf {leaf.Code} is not the same for all units.", nameof(units));
                }

                leaves[leaf.Code] = leaf;
            }
        }

        Leaves = leaves;
    }

    public IReadOnlyList<AnalysedUnit> Units { get; }

    /// <summary>As for <see cref="IndexCalculator.Compute"/>.</summary>
    public bool SurveyHeld { get; init; } = true;

    /// <inheritdoc cref="SurveyHeld"/>
    public decimal? BonusCap { get; init; }

    /// <inheritdoc cref="SurveyHeld"/>
    public decimal? PenaltyCap { get; init; }

    /// <summary>As for <see cref="CompetitionRanking.Rank"/>.</summary>
    public IReadOnlyList<TieBreaker> TieBreakers { get; init; } = [];

    /// <summary>As for <see cref="Classification.Classify"/>.</summary>
    public IReadOnlyList<ClassBand> Classes { get; init; } = [];

    /// <summary>What the leaves of a code have in common; the points are some unit's.</summary>
    internal IReadOnlyDictionary<string, LeafScore> Leaves { get; }

    /// <summary>Index, rank and class of every unit, by rank and then by key (ordinal); units without an index last.</summary>
    public IReadOnlyList<UnitPlace> Places()
    {
        var results = Units.ToDictionary(unit => unit.Key, unit => Compute(unit.Leaves), StringComparer.Ordinal);
        return
        [
            .. CompetitionRanking.Rank(Units.Select(unit => Candidate(unit, results[unit.Key])), TieBreakers).Select(ranked =>
                new UnitPlace(ranked.Key, results[ranked.Key], ranked.Rank, ranked.Shared, Classification.Classify(ranked.Index, Classes))),
        ];
    }

    internal UnitIndex Compute(IEnumerable<LeafScore> leaves) => IndexCalculator.Compute(leaves, SurveyHeld, BonusCap, PenaltyCap);

    internal static RankingCandidate Candidate(AnalysedUnit unit, UnitIndex result) =>
        new(unit.Key, result.Index, result.Appraised, result.Survey, unit.LastYearIndex);

    /// <exception cref="ArgumentException">There is no such unit.</exception>
    internal AnalysedUnit Unit(string key) =>
        _byKey.TryGetValue(key, out var unit) ? unit : throw new ArgumentException($"There is no unit {key}.", nameof(key));

    internal AnalysedGroup With(IReadOnlyList<AnalysedUnit> units) => new(units)
    {
        SurveyHeld = SurveyHeld, BonusCap = BonusCap, PenaltyCap = PenaltyCap, TieBreakers = TieBreakers, Classes = Classes,
    };

    /// <summary>Whether the leaf takes part in the index of its unit.</summary>
    internal bool Counts(LeafScore leaf) => leaf.Applicable && InSet(leaf);

    /// <summary>Whether the leaf takes part in the index of some unit.</summary>
    internal bool InSet(LeafScore leaf) => leaf.Kind != LeafKind.Ordinary || SurveyHeld || leaf.Source != PointSource.Survey;
}
