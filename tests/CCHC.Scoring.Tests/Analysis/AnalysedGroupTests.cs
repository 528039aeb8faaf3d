using CCHC.Scoring.Analysis;
using static CCHC.Scoring.Tests.Analysis.Groups;

namespace CCHC.Scoring.Tests.Analysis;

public sealed class AnalysedGroupTests
{
    [Fact]
    public void Units_have_the_places_that_the_ranking_gives_them_and_the_class_of_their_index()
    {
        var group = new AnalysedGroup(
        [
            new("a", [Leaf("1", 60, 45), Leaf("2", 40, 30, PointSource.Survey)]), // 75
            new("b", [Leaf("1", 60, 50), Leaf("2", 40, 25, PointSource.Survey)]), // 75
            new("c", [Leaf("1", 60, null), Leaf("2", 40, 30, PointSource.Survey)]),
            new("d", [Leaf("1", 60, 30), Leaf("2", 40, 30, PointSource.Survey)]), // 60
        ])
        { TieBreakers = [TieBreaker.AppraisedPoints], Classes = [new("Tốt", 75)] };

        Assert.Equal(
            [("b", 1, "Tốt", 75), ("a", 2, "Tốt", 75), ("d", 3, null, 60), ("c", null, null, null)],
            group.Places().Select(place => (place.Key, place.Rank, place.Class, place.Result.Index)));
    }

    [Fact]
    public void Two_units_of_one_key_two_leaves_of_one_code_or_a_leaf_of_two_maxima_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new AnalysedGroup([new("a", []), new("a", [])]));
        Assert.Throws<ArgumentException>(() => new AnalysedGroup([new("a", [Leaf("1", 1, 1), Leaf("1", 1, 1)])]));
        Assert.Throws<ArgumentException>(() => new AnalysedGroup([new("a", [Leaf("1", 1, 1)]), new("b", [Leaf("1", 2, 1)])]));
        Assert.Throws<ArgumentException>(() => new AnalysedGroup([new("a", [Leaf("1", 1, 1)]), new("b", [Leaf("1", 1, 1, PointSource.Survey)])]));
        Assert.Throws<ArgumentException>(() => new AnalysedGroup([new("a", [Leaf("1", 1, 1)]), new("b", [Leaf("1", 1, 1, kind: LeafKind.Bonus)])]));
    }
}
