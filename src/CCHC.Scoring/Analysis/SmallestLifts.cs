namespace CCHC.Scoring.Analysis;

public enum LiftOutcome
{
    /// <summary>There are sets of leaves that lift the unit.</summary>
    Found,

    /// <summary>The unit is first, or in the best class.</summary>
    AlreadyBest,

    /// <summary>Not even full points everywhere would do.</summary>
    OutOfReach,

    /// <summary>The unit has no index yet.</summary>
    NoIndex,
}

/// <summary>A leaf to be brought to its best: the maximum, or 0 for a penalty.</summary>
public sealed record LiftedLeaf(string Code, decimal From, decimal To);

/// <summary>A set of leaves that lifts a unit, and where it would then stand if all others stayed where they are.</summary>
/// <param name="Leaves">In reading order.</param>
/// <param name="PointsToWin">By how much the points of the unit's index grow: what a cap on bonus or penalty swallows is not in it.</param>
/// <param name="Index">Afterwards, percent, unrounded.</param>
/// <param name="Rank">Afterwards.</param>
/// <param name="Class">Afterwards.</param>
public sealed record Lift(IReadOnlyList<LiftedLeaf> Leaves, decimal PointsToWin, decimal Index, int Rank, string? Class);

/// <summary>The smallest ways up.</summary>
/// <param name="Outcome">Whether there are any, and why not.</param>
/// <param name="Lifts">All of one size, the fewest leaves that do; fewest points first.</param>
/// <param name="More">There are more of that size than were asked for.</param>
public sealed record LiftAnswer(LiftOutcome Outcome, IReadOnlyList<Lift> Lifts, bool More);

/// <summary>The fewest leaves, and among those the fewest points, by which a unit would rise, the others staying where they are.</summary>
/// <remarks>
/// Exact. A leaf counts as brought to its maximum or not at all; a penalty as wiped out. Leaves that do not apply to the unit stay so. The answer to
/// "what should we improve first" that OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 8, "back to the details", asks for;
/// the search is our own.
/// </remarks>
public static class SmallestLifts
{
    /// <summary>What gives the unit a better rank than it has.</summary>
    /// <remarks>To draw level with a unit above is enough where no tie-breaker then puts that unit first; to pass a unit of the same rank is not.</remarks>
    /// <param name="group">The units and their rules.</param>
    /// <param name="unitKey">The unit that is to rise.</param>
    /// <param name="limit">The most sets to list, at least 1.</param>
    /// <exception cref="ArgumentException">There is no such unit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    /// <exception cref="OverflowException">Points exceed 10¹⁸, as no leaf's do.</exception>
    public static LiftAnswer ToNextRank(AnalysedGroup group, string unitKey, int limit = 20)
    {
        var (unit, places, own) = Find(group, unitKey, limit);
        if (own.Rank is null or 1)
        {
            return Nothing(own.Rank is null ? LiftOutcome.NoIndex : LiftOutcome.AlreadyBest);
        }

        var above = places.Last(place => place.Rank < own.Rank);
        var toReach = AnalysedGroup.Candidate(group.Unit(above.Key), above.Result);
        var source = DecidingSource(unit.LastYearIndex, toReach.LastYearIndex, group.TieBreakers);
        var goal = new LiftGoal(
            above.Result.Index!.Value,
            PointsTo(above.Result.Index.Value, own),
            source,
            source == PointSource.Appraised ? toReach.AppraisedPoints - own.Result.Appraised : toReach.SurveyPoints - own.Result.Survey,
            result => CompetitionRanking.CompareMerit(AnalysedGroup.Candidate(unit, result), toReach, group.TieBreakers) >= 0);
        return Search(group, unit, places, own, goal, limit);
    }

    /// <summary>What brings the unit into the next better class.</summary>
    /// <param name="group">The units and their rules; without classes every unit is in the best.</param>
    /// <param name="unitKey">The unit that is to rise.</param>
    /// <param name="limit">The most sets to list, at least 1.</param>
    /// <exception cref="ArgumentException">There is no such unit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    /// <exception cref="OverflowException">Points exceed 10¹⁸, as no leaf's do.</exception>
    public static LiftAnswer ToNextClass(AnalysedGroup group, string unitKey, int limit = 20)
    {
        var (unit, places, own) = Find(group, unitKey, limit);
        if (own.Result.Index is not { } index)
        {
            return Nothing(LiftOutcome.NoIndex);
        }

        var next = group.Classes.Where(band => !Reaches(index, band)).MinBy(band => band.Threshold);
        return next is null
            ? Nothing(LiftOutcome.AlreadyBest)
            : Search(
                group, unit, places, own, new LiftGoal(next.Threshold, PointsTo(next.Threshold, own), null, 0, result => Reaches(result.Index!.Value, next)), limit);
    }

    /// <summary>The source whose points decide first between equal indices; null where last year's index does before, or nothing.</summary>
    private static PointSource? DecidingSource(decimal? own, decimal? other, IReadOnlyList<TieBreaker> chain) =>
        chain.FirstOrDefault(tieBreaker => tieBreaker != TieBreaker.LastYearIndex || own != other, TieBreaker.LastYearIndex) switch
        {
            TieBreaker.AppraisedPoints => PointSource.Appraised,
            TieBreaker.SurveyPoints => PointSource.Survey,
            _ => null,
        };

    private static decimal PointsTo(decimal index, UnitPlace own) => (index * own.Result.MaxPoints / 100) - own.Result.Points;

    private static bool Reaches(decimal index, ClassBand band) => Classification.Classify(index, [band]) is not null;

    private static LiftAnswer Nothing(LiftOutcome outcome) => new(outcome, [], More: false);

    private static (AnalysedUnit Unit, IReadOnlyList<UnitPlace> Places, UnitPlace Own) Find(AnalysedGroup group, string unitKey, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var unit = group.Unit(unitKey);
        var places = group.Places();
        return (unit, places, places.Single(place => place.Key == unitKey));
    }

    private static LiftAnswer Search(
        AnalysedGroup group, AnalysedUnit unit, IReadOnlyList<UnitPlace> places, UnitPlace own, LiftGoal goal, int limit)
    {
        var search = new LiftSearch(group, unit, goal, limit + 1);
        var found = search.Run();
        var others = places.Where(place => place.Rank is not null && place.Key != unit.Key)
            .Select(place => AnalysedGroup.Candidate(group.Unit(place.Key), place.Result)).ToList();
        return found.Count == 0
            ? Nothing(LiftOutcome.OutOfReach)
            : new LiftAnswer(LiftOutcome.Found, [.. found.Take(limit).Select(ToLift)], found.Count > limit);

        Lift ToLift(LiftSearch.Found lift)
        {
            var result = search.ResultOf(lift.Leaves);
            var after = AnalysedGroup.Candidate(unit, result);
            var index = result.Index!.Value;
            return new Lift(
                [.. lift.Leaves.Order().Select(i => unit.Leaves[i]).Select(leaf => new LiftedLeaf(leaf.Code, leaf.Achieved, LiftSearch.Best(leaf).Points!.Value))],
                result.Points - own.Result.Points,
                index,
                1 + others.Count(other => CompetitionRanking.CompareMerit(other, after, group.TieBreakers) > 0),
                Classification.Classify(index, group.Classes));
        }
    }
}
