using CCHC.Scoring.Analysis;
using FsCheck;
using FsCheck.Fluent;

namespace CCHC.Scoring.Tests.Analysis;

/// <summary>Groups of units to analyse.</summary>
internal static class Groups
{
    /// <summary>Few units and leaves with coarse points, so that units tie, caps bind and leaves are worth the same.</summary>
    public static Gen<AnalysedGroup> Small { get; } = Seeds.Select(seed => Random(new Random(seed), points: (random, max) => random.Next(0, (int)(max * 2) + 1) / 2m));

    /// <summary>The same with thirds and sevenths, which fill all digits of a decimal.</summary>
    public static Gen<AnalysedGroup> SmallWithEndlessPoints { get; } = Seeds.Select(seed => Random(
        new Random(seed),
        points: (random, max) => random.Next(0, 4) is var numerator && random.Next(2) == 0 ? max * numerator / 3 : max * numerator / 7));

    private static Gen<int> Seeds => Gen.Choose(0, int.MaxValue - 1);

    public static LeafScore Leaf(
        string code, decimal max, decimal? points, PointSource source = PointSource.Appraised, LeafKind kind = LeafKind.Ordinary, bool applicable = true) =>
        new(code, kind, source, max, points, applicable);

    /// <summary>Units whose leaves "1", "2", … are appraised and have one maximum.</summary>
    public static AnalysedGroup Of(decimal max, params (string Key, decimal?[] Points)[] units) =>
        new([.. units.Select(unit => new AnalysedUnit(unit.Key, [.. unit.Points.Select((points, i) => Leaf($"{i + 1}", max, points))]))]);

    public static IReadOnlyList<AnalysedCriterion> Leaves(AnalysedGroup group) =>
        [.. group.Units.SelectMany(unit => unit.Leaves).Select(leaf => leaf.Code).Distinct().Select(AnalysedCriterion.Leaf)];

    /// <summary>The same group, told in another order.</summary>
    public static AnalysedGroup Shuffled(AnalysedGroup group, int seed)
    {
        var random = new Random(seed);
        var units = group.Units.Select(unit => unit with { Leaves = [.. unit.Leaves.OrderBy(_ => random.Next())] }).OrderBy(_ => random.Next());
        return Like(group, [.. units]);
    }

    public static AnalysedGroup Like(AnalysedGroup group, IReadOnlyList<AnalysedUnit> units) => new(units)
    {
        SurveyHeld = group.SurveyHeld, BonusCap = group.BonusCap, PenaltyCap = group.PenaltyCap, TieBreakers = group.TieBreakers, Classes = group.Classes,
    };

    /// <summary>Index and rank of every unit, by the rules of the ranking and nothing of the analyses.</summary>
    public static IReadOnlyDictionary<string, RankedCandidate> Rank(AnalysedGroup group) => CompetitionRanking.Rank(
        group.Units.Select(unit =>
        {
            var result = IndexCalculator.Compute(unit.Leaves, group.SurveyHeld, group.BonusCap, group.PenaltyCap);
            return new RankingCandidate(unit.Key, result.Index, result.Appraised, result.Survey, unit.LastYearIndex);
        }),
        group.TieBreakers).ToDictionary(ranked => ranked.Key);

    private static AnalysedGroup Random(Random random, Func<Random, decimal, decimal> points)
    {
        var leaves = Enumerable.Range(1, random.Next(1, 8)).Select(i => Leaf(
            $"{i}", random.Next(1, 5) / 2m, null, Pick(Enum.GetValues<PointSource>()), Pick([.. Enumerable.Repeat(LeafKind.Ordinary, 5), LeafKind.Bonus, LeafKind.Penalty]))).ToList();
        var units = Enumerable.Range(1, random.Next(1, 6)).Select(i => new AnalysedUnit(
            $"u{i}",
            [.. leaves.Select(leaf => leaf with { Points = random.Next(40) == 0 ? null : points(random, leaf.Max), Applicable = random.Next(10) > 0 })],
            random.Next(4) == 0 ? null : random.Next(3))).ToList();
        return new AnalysedGroup(units)
        {
            SurveyHeld = random.Next(4) > 0,
            BonusCap = random.Next(2) == 0 ? null : random.Next(0, 5) / 2m,
            PenaltyCap = random.Next(2) == 0 ? null : random.Next(0, 5) / 2m,
            TieBreakers = [.. Enum.GetValues<TieBreaker>().OrderBy(_ => random.Next()).Take(random.Next(4))],
            Classes = [.. new[] { 90, 75, 60, 50 }.Where(_ => random.Next(3) > 0).Select(threshold => new ClassBand($"từ {threshold}", threshold, Inclusive: random.Next(2) == 0))],
        };

        T Pick<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];
    }
}
