using FsCheck;
using FsCheck.Fluent;

namespace CCHC.Scoring.Tests.Properties;

public sealed class IndexProperties
{
    [Fact]
    public void The_order_of_the_leaves_does_not_change_the_index_not_even_in_its_last_decimal() =>
        Always.True(
            from leaves in Generate.LeavesWithEndlessPoints
            from shuffled in Gen.Shuffle(leaves)
            select (leaves, shuffled),
            x => Assert.Equal(IndexCalculator.Compute(x.leaves), IndexCalculator.Compute(x.shuffled)));

    [Fact]
    public void A_leaf_that_becomes_not_applicable_takes_away_its_own_points_and_maximum_and_nothing_else() =>
        Always.True(
            from leaves in Generate.Leaves
            from chosen in Gen.Choose(0, leaves.Length - 1)
            select (leaves, chosen),
            x =>
            {
                var leaf = x.leaves[x.chosen] with { Applicable = true };
                var before = IndexCalculator.Compute(x.leaves.Select((each, i) => i == x.chosen ? leaf : each));
                var after = IndexCalculator.Compute(x.leaves.Select((each, i) => i == x.chosen ? leaf with { Applicable = false } : each));

                var sign = leaf.Kind == LeafKind.Penalty ? -1 : 1;
                Assert.Equal(before.Points - sign * leaf.Points, after.Points);
                Assert.Equal(before.MaxPoints - (leaf.Kind == LeafKind.Ordinary ? leaf.Max : 0), after.MaxPoints);
            });

    /// <summary>An oracle that adds leaf by leaf.</summary>
    [Fact]
    public void The_index_agrees_with_adding_leaf_by_leaf() =>
        Always.True(from leaves in Generate.Leaves from surveyHeld in Gen.Elements(true, false) select (leaves, surveyHeld), x =>
        {
            decimal points = 0, max = 0;
            foreach (var leaf in x.leaves)
            {
                if (!leaf.Applicable || (leaf is { Kind: LeafKind.Ordinary, Source: PointSource.Survey } && !x.surveyHeld))
                {
                    continue;
                }

                points += leaf.Kind == LeafKind.Penalty ? -leaf.Points!.Value : leaf.Points!.Value;
                max += leaf.Kind == LeafKind.Ordinary ? leaf.Max : 0;
            }

            var index = IndexCalculator.Compute(x.leaves, x.surveyHeld);
            Assert.Equal((points, max), (index.Points, index.MaxPoints));
            Assert.Equal(max == 0 ? null : points * 100 / max, index.Index);
            Assert.Equal(points, index.Appraised + index.Survey + index.External + index.Bonus - index.Penalty);
        });
}
