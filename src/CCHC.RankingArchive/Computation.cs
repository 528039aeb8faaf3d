using CCHC.Scoring;

namespace CCHC.RankingArchive;

/// <summary>From settings and points to index, class, rank and mean; the same when a result is frozen and when anybody checks it.</summary>
public static class Computation
{
    /// <summary>The group with the place of every unit, in the order of the ranks.</summary>
    public static ArchivedGroup Compute(ArchivedGroup group)
    {
        var settings = group.Settings;
        var units = group.Units.ToDictionary(unit => unit.Code, StringComparer.Ordinal);
        var indices = units.Values.ToDictionary(unit => unit.Code, unit => IndexOf(unit, settings), StringComparer.Ordinal);
        var ranks = CompetitionRanking.Rank(
            units.Values.Select(unit => new RankingCandidate(unit.Code, indices[unit.Code].Index, indices[unit.Code].Appraised, indices[unit.Code].Survey, unit.LastYearIndex)),
            settings.TieBreakers);
        return group with
        {
            Units = [.. ranks.Select(rank => units[rank.Key] with { Place = ToPlace(rank, indices[rank.Key], settings) })],
            Mean = IndexCalculator.Mean(indices.Values.Select(index => index.Index).OfType<decimal>()),
        };
    }

    /// <summary>Only final points count; a unit that lacks some has no index.</summary>
    private static UnitIndex IndexOf(ArchivedUnit unit, GroupSettings settings)
    {
        var index = IndexCalculator.Compute(unit.Scores.Select(score => score.ToScore()), settings.SurveyHeld, settings.BonusCap, settings.PenaltyCap);
        return unit.Scores.All(score => score.Final) ? index : index with { Index = null, Complete = false };
    }

    private static UnitPlace ToPlace(RankedCandidate rank, UnitIndex index, GroupSettings settings) => new()
    {
        Rank = rank.Rank,
        Shared = rank.Shared,
        Index = index.Index,
        Points = index.Points,
        MaxPoints = index.MaxPoints,
        Appraised = index.Appraised,
        Survey = index.Survey,
        External = index.External,
        Bonus = index.Bonus,
        Penalty = index.Penalty,
        Class = Classification.Classify(index.Index, settings.ClassBands),
        Awarded = rank.Rank <= settings.Awards,
    };
}
