namespace CCHC.Scoring.Analysis;

/// <summary>A unit's place with and without a criterion.</summary>
/// <param name="Key">The unit.</param>
/// <param name="TrueRank">With all criteria.</param>
/// <param name="Rank">Without this one; null when nothing else applies to the unit.</param>
/// <param name="Index">Without this one, percent, unrounded; null likewise.</param>
public sealed record PlaceWithout(string Key, int TrueRank, int? Rank, decimal? Index);

/// <summary>What a criterion does to the ranking, seen by leaving it out.</summary>
/// <param name="Code">Of the criterion.</param>
/// <param name="MeanShift">The mean of |rank without − true rank| over the units; null for no units.</param>
/// <param name="LargestShift">The largest of them; null likewise.</param>
/// <param name="KendallTau">Tau-b of the two rankings; null where undefined.</param>
/// <param name="SpearmanRho">Of the two rankings; null where undefined.</param>
/// <param name="Units">In the order of the true ranking; units without an index are left out.</param>
public sealed record DroppedCriterion(
    string Code, double? MeanShift, int? LargestShift, double? KendallTau, double? SpearmanRho, IReadOnlyList<PlaceWithout> Units);

/// <summary>How much the ranking hangs on each criterion.</summary>
public static class DroppedCriteria
{
    /// <summary>One result per criterion, in the order given: its leaves count for nobody, so the rest is rescaled to 100.</summary>
    /// <remarks>
    /// Indices and ranks are exact, by the rules of the ranking itself, tie-breakers included. Who has no index with all criteria takes no part, even where
    /// the criterion dropped is the one not scored; who has none without the criterion counts in no shift. Source of the method and of the mean shift:
    /// OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 7, "inclusion–exclusion of individual indicators" and average shift in rankings.
    /// </remarks>
    /// <param name="group">The units and their rules.</param>
    /// <param name="criteria">Leaves, criteria or fields.</param>
    /// <exception cref="ArgumentException">A criterion has no leaf, or one that no unit has.</exception>
    public static IReadOnlyList<DroppedCriterion> Compute(AnalysedGroup group, IReadOnlyList<AnalysedCriterion> criteria)
    {
        var places = group.Places().Where(place => place.Rank is not null).ToList();
        var units = places.Select(place => group.Unit(place.Key)).ToList();
        return [.. criteria.Select(criterion => Drop(group, units, places, criterion))];
    }

    private static DroppedCriterion Drop(AnalysedGroup group, IReadOnlyList<AnalysedUnit> units, IReadOnlyList<UnitPlace> places, AnalysedCriterion criterion)
    {
        var dropped = criterion.LeavesOf(group);
        var without = group.With([.. units.Select(unit => unit with { Leaves = [.. unit.Leaves.Where(leaf => !dropped.Contains(leaf.Code))] })])
            .Places().ToDictionary(place => place.Key, StringComparer.Ordinal);
        var results = places.Select(place => new PlaceWithout(place.Key, place.Rank!.Value, without[place.Key].Rank, without[place.Key].Result.Index)).ToList();

        var ranked = results.Where(place => place.Rank is not null).ToList();
        var (before, after) = (ranked.ConvertAll(place => place.TrueRank), ranked.ConvertAll(place => place.Rank!.Value));
        var shifts = before.Zip(after, (x, y) => Math.Abs(x - y)).ToList();
        return new DroppedCriterion(
            criterion.Code,
            shifts.Count == 0 ? null : shifts.Average(),
            shifts.Count == 0 ? null : shifts.Max(),
            RankCorrelation.Kendall(before, after),
            RankCorrelation.Spearman(before, after),
            results);
    }
}
