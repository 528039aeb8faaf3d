using CCHC.Scoring.Analysis;
using CCHC.Scoring.Tests.Properties;
using FsCheck.Fluent;
using static CCHC.Scoring.Tests.Analysis.Groups;

namespace CCHC.Scoring.Tests.Analysis;

public sealed class WhatIfTests
{
    // 80, 75 and 70 %.
    private static readonly AnalysedGroup _group = new([Unit("a", 50, 30), Unit("b", 45, 30), Unit("c", 40, 30)])
    {
        BonusCap = 2, PenaltyCap = 2, Classes = [new("Tốt", 80), new("Khá", 76)],
    };

    [Fact]
    public void More_points_lift_a_unit_past_another_which_loses_a_rank()
    {
        var places = WhatIf.Compute(_group, [new("c", "1", 48)]); // 48 + 30

        Assert.Equal([("a", 1, 1, 0), ("c", 3, 2, 1), ("b", 2, 3, -1)], places.Select(x => (x.Key, x.Before.Rank, x.After.Rank, x.RanksGained)));
        Assert.Equal([(80m, 80m), (70, 78), (75, 75)], places.Select(x => (x.Before.Result.Index, x.After.Result.Index)));
        Assert.Equal([("Tốt", "Tốt"), (null, "Khá"), (null, null)], places.Select(x => (x.Before.Class, x.After.Class)));
        Assert.Equal([0m, 8, 0], places.Select(x => x.IndexGained));
    }

    [Fact]
    public void A_leaf_that_no_longer_applies_leaves_the_maximum_and_keeps_its_points_for_when_it_applies_again()
    {
        var c = Assert.Single(WhatIf.Compute(_group, [new("c", "2", Applicable: false), new("c", "1", 51)]), x => x.Key == "c");
        Assert.Equal((85, 1), (c.After.Result.Index, c.After.Rank)); // 51 of 60

        var without = new AnalysedGroup([Unit("a", 50, 30) with { Leaves = [Leaf("1", 60, 50), Leaf("2", 40, 30, PointSource.Survey, applicable: false)] }]);
        Assert.Equal(80, WhatIf.Compute(without, [new("a", "2", Applicable: true)])[0].After.Result.Index);
    }

    [Fact]
    public void Bonus_and_penalty_count_up_to_the_groups_caps()
    {
        Assert.Equal(72, After("c", new LeafChange("c", "B", 3))); // 70 + 2 of 3
        Assert.Equal(68, After("c", new LeafChange("c", "P", 3))); // 70 − 2 of 3
        Assert.Equal(71.5m, After("c", new LeafChange("c", "B", 2), new LeafChange("c", "P", 0.5m)));
    }

    [Fact]
    public void Equal_indices_share_a_rank_unless_the_chain_decides_between_them()
    {
        LeafChange[] changes = [new("c", "1", 50), new("c", "2", 25)]; // 75, as b, of which 50 appraised against 45
        Assert.Equal(["a1", "b2", "c2"], Ranks(WhatIf.Compute(_group, changes)));
        var chained = new AnalysedGroup(_group.Units) { TieBreakers = [TieBreaker.AppraisedPoints] };
        Assert.Equal(["a1", "c2", "b3"], Ranks(WhatIf.Compute(chained, changes)));
    }

    [Fact]
    public void Where_no_survey_is_held_points_of_survey_leaves_change_nothing()
    {
        var group = new AnalysedGroup(_group.Units) { SurveyHeld = false };
        Assert.All(WhatIf.Compute(group, [new("c", "2", 40, Applicable: true)]), x => Assert.Equal((0, 0), (x.RanksGained, x.IndexGained)));
    }

    [Fact]
    public void A_unit_not_scored_completely_gets_a_rank_once_a_change_scores_it()
    {
        var group = Of(50, ("a", [40, 30]), ("b", [null, 40]));
        var b = WhatIf.Compute(group, [new("b", "1", 40)])[0];
        Assert.Equal(("b", null, 1, 80), (b.Key, b.Before.Rank, b.After.Rank, b.After.Result.Index));
        Assert.Null(b.RanksGained);
        Assert.Null(b.IndexGained);
    }

    [Fact]
    public void A_change_of_what_is_not_there_of_one_leaf_twice_or_out_of_bounds_is_refused()
    {
        Assert.Throws<ArgumentException>(() => WhatIf.Compute(_group, [new("d", "1", 1)]));
        Assert.Throws<ArgumentException>(() => WhatIf.Compute(_group, [new("a", "3", 1)]));
        Assert.Throws<ArgumentException>(() => WhatIf.Compute(_group, [new("a", "1", 1), new("a", "1", 2)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => WhatIf.Compute(_group, [new("a", "1", 60.001m)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => WhatIf.Compute(_group, [new("a", "1", -0.001m)]));
    }

    [Fact]
    public void The_places_after_are_those_of_a_group_that_had_these_points_from_the_start() => Always.True(
        from before in Small
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (before, seed),
        x =>
        {
            var random = new Random(x.seed);
            LeafChange[] changes = [.. x.before.Units.SelectMany(unit => unit.Leaves.Where(_ => random.Next(3) == 0)
                .Select(leaf => new LeafChange(unit.Key, leaf.Code, random.Next(2) == 0 ? null : leaf.Max * random.Next(3) / 2, random.Next(3) switch { 0 => true, 1 => false, _ => null })))];
            var changed = Like(x.before, [.. x.before.Units.Select(unit => unit with
            {
                Leaves = [.. unit.Leaves.Select(leaf => changes.SingleOrDefault(change => change.UnitKey == unit.Key && change.LeafCode == leaf.Code) is { } change
                    ? leaf with { Points = change.Points ?? leaf.Points, Applicable = change.Applicable ?? leaf.Applicable }
                    : leaf)],
            })]);

            var (before, after) = (Rank(x.before), Rank(changed));
            Assert.Equal(after.Keys, WhatIf.Compute(x.before, changes).Select(place => place.Key));
            Assert.All(WhatIf.Compute(x.before, changes), place =>
            {
                Assert.Equal((before[place.Key].Rank, before[place.Key].Index), (place.Before.Rank, place.Before.Result.Index));
                Assert.Equal((after[place.Key].Rank, after[place.Key].Index), (place.After.Rank, place.After.Result.Index));
            });
        });

    private static AnalysedUnit Unit(string key, decimal first, decimal second) => new(key,
    [
        Leaf("1", 60, first), Leaf("2", 40, second, PointSource.Survey), Leaf("B", 3, null, kind: LeafKind.Bonus), Leaf("P", 3, null, kind: LeafKind.Penalty),
    ]);

    private static decimal? After(string unit, params LeafChange[] changes) => WhatIf.Compute(_group, changes).Single(x => x.Key == unit).After.Result.Index;

    private static IEnumerable<string> Ranks(IEnumerable<PlaceChange> places) => places.Select(x => $"{x.Key}{x.After.Rank}");
}
