using CCHC.Scoring.Analysis;

namespace CCHC.Scoring.Tests.Analysis;

public sealed class MostImprovedTests
{
    [Fact]
    public void Units_are_ranked_by_what_they_gained_equals_share_and_who_lacks_a_year_comes_last() => Assert.Equal(
        [new("d", 1, false, 10), new("a", 2, true, 2.5m), new("c", 2, true, 2.5m), new("b", 4, false, -1), new("e", null, false, null), new("f", null, false, null)],
        MostImproved.Rank([new("a", 80, 82.5m), new("b", 95, 94), new("c", 60, 62.5m), new("d", 50, 60), new("e", null, 99), new("f", 70, null)]));

    /// <remarks>1/3 of a percent and two thousandths of it print as equal; the unrounded gain decides.</remarks>
    [Fact]
    public void The_unrounded_gain_decides()
    {
        var improved = MostImproved.Rank([new("a", 80, 80.331m), new("b", 80, 80 + (1m / 3))]);
        Assert.Equal([("b", 1), ("a", 2)], improved.Select(x => (x.Key, x.Rank!.Value)));
        Assert.All(improved, x => Assert.Equal(0.33m, IndexCalculator.Round2(x.Gain!.Value)));
    }
}
