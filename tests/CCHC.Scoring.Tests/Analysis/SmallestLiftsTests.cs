using System.Numerics;
using CCHC.Scoring.Analysis;
using CCHC.Scoring.Tests.Properties;
using static CCHC.Scoring.Tests.Analysis.Groups;

namespace CCHC.Scoring.Tests.Analysis;

public sealed class SmallestLiftsTests
{
    /// <remarks>c has 20 of 40 and misses 1, 2, 3, 4, 5 and 5; b stands at 26. No leaf gains 6; of two, 1 + 5 twice, 2 + 4, 2 + 5 twice, 3 + 4 and so on do.</remarks>
    [Fact]
    public void The_fewest_leaves_come_first_and_among_those_the_fewest_points()
    {
        var group = new AnalysedGroup(
        [
            new("a", [.. Misses(1, 1, 1, 1, 1, 1)]), // 34
            new("b", [.. Misses(2, 2, 2, 2, 2, 4)]), // 26
            new("c", [.. Misses(1, 2, 3, 4, 5, 5)]), // 20
        ]);

        var answer = SmallestLifts.ToNextRank(group, "c", limit: 4);
        Assert.Equal((LiftOutcome.Found, true), (answer.Outcome, answer.More));
        Assert.Equal(["1+5", "1+6", "2+4", "2+5"], answer.Lifts.Select(Codes).Order());
        Assert.Equal([6m, 6, 6, 7], answer.Lifts.Select(lift => lift.PointsToWin));
        Assert.Equal([65m, 65, 65, 67.5m], answer.Lifts.Select(lift => lift.Index)); // 26 / 40, 27 / 40
        Assert.All(answer.Lifts, lift => Assert.Equal(2, lift.Rank)); // level with b is rank 2 as well

        Assert.Equal([new("1", 5, 6), new("5", 1.75m, 6.75m)], SmallestLifts.ToNextRank(group, "c").Lifts[0].Leaves);

        var all = SmallestLifts.ToNextRank(group, "c");
        Assert.Equal((11, false), (all.Lifts.Count, all.More)); // of 15 pairs, 1 + 2, 1 + 3, 1 + 4 and 2 + 3 fall short

        IEnumerable<LeafScore> Misses(params decimal[] missing) => missing.Select((points, i) => Leaf($"{i + 1}", i == 0 ? 6 : i == 5 ? 7 : 6.75m, (i == 0 ? 6 : i == 5 ? 7 : 6.75m) - points));
    }

    [Fact]
    public void Passing_a_unit_of_the_same_rank_is_not_enough_for_a_better_one()
    {
        var group = Of(50, ("a", [45, 45]), ("b", [40, 40]), ("c", [38, 42]), ("d", [30, 50])); // 90, 80, 80, 80
        var answer = SmallestLifts.ToNextRank(group, "b");
        Assert.Equal(["1", "2"], answer.Lifts.Select(Codes)); // 50 + 40, level with a
        Assert.All(answer.Lifts, lift => Assert.Equal((10m, 1), (lift.PointsToWin, lift.Rank)));
    }

    [Fact]
    public void Drawing_level_is_not_enough_where_the_chain_puts_the_other_first()
    {
        var group = new AnalysedGroup(
        [
            new("a", [Leaf("1", 50, 48), Leaf("2", 50, 42, PointSource.Survey)]), // 90, appraised 48
            new("b", [Leaf("1", 50, 46), Leaf("2", 50, 36, PointSource.Survey)]), // 82
        ]);
        Assert.Equal("2", Codes(Assert.Single(SmallestLifts.ToNextRank(group, "b").Lifts))); // 46 + 50 = 96; 50 + 36 = 86 falls short

        var tight = new AnalysedGroup(
        [
            new("a", [Leaf("1", 50, 48), Leaf("2", 50, 42, PointSource.Survey)]),
            new("b", [Leaf("1", 50, 40), Leaf("2", 50, 40, PointSource.Survey)]), // 80; each leaf alone gives 90
        ]);
        Assert.Equal(["1", "2"], SmallestLifts.ToNextRank(tight, "b").Lifts.Select(Codes));
        var chained = new AnalysedGroup(tight.Units) { TieBreakers = [TieBreaker.AppraisedPoints] };
        Assert.Equal(["1"], SmallestLifts.ToNextRank(chained, "b").Lifts.Select(Codes)); // appraised 50 against 48; by the survey 40
    }

    [Fact]
    public void A_bonus_counts_up_to_the_cap_and_a_penalty_wiped_out_counts_down_to_it()
    {
        LeafScore[] leaves =
        [
            Leaf("1", 100, 70), Leaf("B1", 3, 1, kind: LeafKind.Bonus), Leaf("B2", 3, 0, kind: LeafKind.Bonus),
            Leaf("P1", 3, 3, kind: LeafKind.Penalty), Leaf("P2", 3, 2, kind: LeafKind.Penalty),
        ];

        // 70 + 1 − 3 (of 5) = 68. Bonus leaves gain 2 of 2 and 2 of 3, without P1 the penalty is 2 instead of 3, without P2 it stays 3.
        Assert.Equal([("B1", 2m, 70m), ("B2", 2, 70), ("1", 30, 98)], To(70));
        Assert.Equal([("P1", 1m, 69m), ("B1", 2, 70), ("B2", 2, 70), ("1", 30, 98)], To(69));
        Assert.Equal([("1", 30m, 98m)], To(70.5m));
        Assert.Equal([("1+P1", 31m, 99m), ("1+B1", 32, 100), ("1+B2", 32, 100)], To(98.5m));
        Assert.Equal([("1+P1+P2", 33m, 101m), ("1+B1+P1", 33, 101), ("1+B2+P1", 33, 101)], To(100.5m));

        IEnumerable<(string Codes, decimal Points, decimal Index)> To(decimal threshold)
        {
            var group = new AnalysedGroup([new("a", leaves)]) { BonusCap = 3, PenaltyCap = 3, Classes = [new("Tốt", threshold)] };
            return SmallestLifts.ToNextClass(group, "a").Lifts.Select(lift => (Codes(lift), lift.PointsToWin, lift.Index));
        }
    }

    [Fact]
    public void The_next_class_is_the_lowest_not_reached_and_its_threshold_may_have_to_be_passed()
    {
        var group = Of(25, ("a", [20, 15, 15, 10]));  // 60
        Assert.Equal(["2", "3"], Next(new ClassBand("Tốt", 90), new ClassBand("Khá", 70), new ClassBand("Đạt", 60)).Take(2).Select(Codes));
        Assert.All(Next(new ClassBand("Tốt", 90), new ClassBand("Khá", 70)), lift => Assert.Equal("Khá", lift.Class));
        Assert.Equal(["4"], Next(new ClassBand("Khá", 70, Inclusive: false)).Select(Codes)); // 60 + 10 does not pass 70

        IReadOnlyList<Lift> Next(params ClassBand[] classes) => SmallestLifts.ToNextClass(new AnalysedGroup(group.Units) { Classes = classes }, "a").Lifts;
    }

    [Fact]
    public void The_first_the_best_the_unscored_and_the_hopeless_are_told_so()
    {
        var group = new AnalysedGroup(
        [
            new("a", [Leaf("1", 50, 50), Leaf("B", 5, 5, kind: LeafKind.Bonus)]), // 110
            new("b", [Leaf("1", 50, 45), Leaf("B", 5, 0, kind: LeafKind.Bonus, applicable: false)]), // 90, at most 100
            new("c", [Leaf("1", 50, null), Leaf("B", 5, 0, kind: LeafKind.Bonus)]),
        ])
        { Classes = [new("Tốt", 90)] };

        Assert.Equal(LiftOutcome.AlreadyBest, SmallestLifts.ToNextRank(group, "a").Outcome);
        Assert.Equal(LiftOutcome.OutOfReach, SmallestLifts.ToNextRank(group, "b").Outcome);
        Assert.Equal(LiftOutcome.AlreadyBest, SmallestLifts.ToNextClass(group, "b").Outcome);
        Assert.Equal(LiftOutcome.NoIndex, SmallestLifts.ToNextRank(group, "c").Outcome);
        Assert.Equal(LiftOutcome.NoIndex, SmallestLifts.ToNextClass(group, "c").Outcome);
        Assert.Equal(LiftOutcome.AlreadyBest, SmallestLifts.ToNextClass(new AnalysedGroup(group.Units), "b").Outcome);
        Assert.Throws<ArgumentException>(() => SmallestLifts.ToNextRank(group, "d"));
        Assert.Throws<ArgumentOutOfRangeException>(() => SmallestLifts.ToNextClass(group, "a", limit: 0));
    }

    /// <summary>The oracle tries every subset of the leaves.</summary>
    [Theory]
    [InlineData(3, false)]
    [InlineData(20, false)]
    [InlineData(3, true)]
    public void No_smaller_set_lifts_the_unit_and_none_of_the_smallest_is_forgotten(int limit, bool endless)
    {
        var seen = new HashSet<(bool Rank, LiftOutcome Outcome, bool More)>();
        Always.True(endless ? SmallWithEndlessPoints : Small, group =>
        {
            var before = Rank(group);
            foreach (var unit in group.Units)
            {
                Check(byRank: true, before[unit.Key].Rank, SmallestLifts.ToNextRank(group, unit.Key, limit), Subsets(group, unit, after => after.Rank < before[unit.Key].Rank));
                var reached = Reached(group, before[unit.Key].Index);
                Check(byRank: false, reached == group.Classes.Count ? 1 : 2, SmallestLifts.ToNextClass(group, unit.Key, limit), Subsets(group, unit, after => Reached(group, after.Index) > reached));

                void Check(bool byRank, int? place, LiftAnswer answer, IReadOnlyList<(HashSet<string> Codes, RankedCandidate After, decimal Points)> expected)
                {
                    seen.Add((byRank, answer.Outcome, answer.More));
                    Assert.Equal(
                        before[unit.Key].Index is null ? LiftOutcome.NoIndex : place == 1 ? LiftOutcome.AlreadyBest : expected.Count == 0 ? LiftOutcome.OutOfReach : LiftOutcome.Found,
                        answer.Outcome);
                    if (answer.Outcome != LiftOutcome.Found)
                    {
                        Assert.Empty(answer.Lifts);
                        return;
                    }

                    Assert.Equal(expected.Count > limit, answer.More);
                    Assert.Equal(expected.Select(x => decimal.Round(x.Points, 15)).Order().Take(limit), answer.Lifts.Select(x => decimal.Round(x.PointsToWin, 15)));
                    Assert.Equal(answer.Lifts.Count, answer.Lifts.Select(Codes).Distinct().Count());
                    Assert.All(answer.Lifts, lift =>
                    {
                        var (_, after, points) = Assert.Single(expected, x => x.Codes.SetEquals(lift.Leaves.Select(leaf => leaf.Code)));
                        Assert.Equal((after.Rank, after.Index, points), (lift.Rank, lift.Index, lift.PointsToWin));
                        Assert.Equal(Classification.Classify(lift.Index, group.Classes), lift.Class);
                        Assert.All(lift.Leaves, leaf => Assert.Contains(unit.Leaves, x => x.Code == leaf.Code && x.Applicable && (x.Points ?? 0) == leaf.From && (x.Kind == LeafKind.Penalty ? 0 : x.Max) == leaf.To));
                    });
                }
            }
        }, times: 400);

        // Whoever has all points is in the best class, so no class is out of reach.
        Assert.All(Enum.GetValues<LiftOutcome>(), outcome => Assert.Contains((true, outcome, false), seen));
        Assert.All([LiftOutcome.Found, LiftOutcome.AlreadyBest, LiftOutcome.NoIndex], outcome => Assert.Contains((false, outcome, false), seen));
        Assert.True(limit > 3 || seen.Contains((true, LiftOutcome.Found, true)));
    }

    [Fact]
    public void The_order_of_units_and_leaves_does_not_change_how_many_leaves_and_points_it_takes() => Always.True(Small, group =>
    {
        var shuffled = Shuffled(group, seed: 1);
        Assert.All(group.Units, unit => Assert.Equal(
            SmallestLifts.ToNextRank(group, unit.Key).Lifts.Select(lift => (lift.Leaves.Count, lift.PointsToWin, lift.Index)),
            SmallestLifts.ToNextRank(shuffled, unit.Key).Lifts.Select(lift => (lift.Leaves.Count, lift.PointsToWin, lift.Index))));
    });

    /// <summary>
    /// The oracle counts the subsets of every size by the sum of their missing points, leaf by leaf. Each leaf of a hundred misses up to a point, in thousandths,
    /// in half-points or in tenths; the unit above is so many points ahead.
    /// </summary>
    [Theory]
    [InlineData(1, 1, 3.3)]
    [InlineData(2, 1, 9.001)]
    [InlineData(3, 1, 22.2)]
    [InlineData(4, 1, 40)]
    [InlineData(5, 500, 9.3)]
    [InlineData(6, 500, 33.3)]
    [InlineData(7, 100, 12.05)]
    [InlineData(8, 100, 31.11)]
    [InlineData(9, 1000, 20.5)]
    public void Of_a_hundred_leaves_the_fewest_and_the_fewest_points_are_found(int seed, int step, double pointsBehind)
    {
        var behind = (decimal)pointsBehind;
        var random = new Random(seed);
        int[] missing = [.. Enumerable.Range(0, 100).Select(_ => random.Next(0, (1000 / step) + 1) * step)];
        var unit = new AnalysedUnit("b", [.. missing.Select((thousandths, i) => Leaf($"{i}", 2, 2 - (thousandths / 1000m)))]);
        var points = unit.Leaves.Sum(leaf => leaf.Points!.Value);
        var above = new AnalysedUnit("a", [.. unit.Leaves.Select((leaf, i) => leaf with { Points = i < 99 ? (points + behind) / 100 : points + behind - (99 * ((points + behind) / 100)) })]);

        var needed = (int)(behind * 1000);
        var subsets = Enumerable.Range(0, 101).Select(_ => new byte[needed + 1001]).ToArray(); // by size and sum; more than 21 are 21
        subsets[0][0] = 1;
        foreach (var gain in missing.Where(gain => gain > 0))
        {
            for (var leaves = 99; leaves >= 0; leaves--)
            {
                for (var sum = needed + 1000 - gain; sum >= 0; sum--)
                {
                    subsets[leaves + 1][sum + gain] = (byte)Math.Min(21, subsets[leaves + 1][sum + gain] + subsets[leaves][sum]);
                }
            }
        }

        // No leaf gains more than a point, so the smallest size reaches no further than a point beyond what is needed.
        var size = Enumerable.Range(1, 100).First(leaves => subsets[leaves].Skip(needed).Any(count => count > 0));
        var least = subsets[size].Skip(needed).SelectMany((count, i) => Enumerable.Repeat((needed + i) / 1000m, count)).Take(20);

        var answer = SmallestLifts.ToNextRank(new AnalysedGroup([above, unit]), "b");
        Assert.Equal(least, answer.Lifts.Select(lift => lift.PointsToWin));
        Assert.Equal(20, answer.Lifts.Select(Codes).Distinct().Count());
        Assert.All(answer.Lifts, lift => Assert.Equal((size, 1), (lift.Leaves.Count, lift.Rank)));
    }

    private static string Codes(Lift lift) => string.Join('+', lift.Leaves.Select(leaf => leaf.Code));

    private static int Reached(AnalysedGroup group, decimal? index) =>
        group.Classes.Count(band => index is not null && (band.Inclusive ? index >= band.Threshold : index > band.Threshold));

    /// <summary>The smallest subsets of leaves that, at their best, give the unit a place that will do.</summary>
    private static List<(HashSet<string> Codes, RankedCandidate After, decimal Points)> Subsets(AnalysedGroup group, AnalysedUnit unit, Func<RankedCandidate, bool> will)
    {
        if (IndexOf(unit.Leaves).Index is null)
        {
            return [];
        }

        var open = unit.Leaves.Where(leaf => leaf.Applicable && (leaf.Kind != LeafKind.Ordinary || group.SurveyHeld || leaf.Source != PointSource.Survey)
            && (leaf.Kind == LeafKind.Penalty ? leaf.Points > 0 : (leaf.Points ?? 0) < leaf.Max)).ToList();
        foreach (var subsets in Enumerable.Range(1, (1 << open.Count) - 1).GroupBy(subset => BitOperations.PopCount((uint)subset)).OrderBy(x => x.Key))
        {
            var found = new List<(HashSet<string>, RankedCandidate, decimal)>();
            foreach (var subset in subsets)
            {
                var codes = open.Where((_, i) => (subset >> i & 1) == 1).Select(leaf => leaf.Code).ToHashSet();
                LeafScore[] leaves = [.. unit.Leaves.Select(leaf => codes.Contains(leaf.Code) ? leaf with { Points = leaf.Kind == LeafKind.Penalty ? 0 : leaf.Max } : leaf)];
                var after = Rank(Like(group, [.. group.Units.Select(other => other == unit ? unit with { Leaves = leaves } : other)]))[unit.Key];
                if (will(after))
                {
                    found.Add((codes, after, IndexOf(leaves).Points - IndexOf(unit.Leaves).Points));
                }
            }

            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];

        UnitIndex IndexOf(IEnumerable<LeafScore> leaves) => IndexCalculator.Compute(leaves, group.SurveyHeld, group.BonusCap, group.PenaltyCap);
    }
}
