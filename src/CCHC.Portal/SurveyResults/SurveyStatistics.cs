using CCHC.Scoring;

namespace CCHC.Portal.SurveyResults;

public enum IndexFormula
{
    Weights,
    TopTwo,
    MeanOfFive,
}

public enum StatisticKind
{
    Question,
    Factor,
    Total,
    Leaf,
}

/// <summary>What the answers to a closed survey say, with what would give somebody's answer away left out.</summary>
public sealed record SurveyStatistics(IndexFormula Formula, DateTimeOffset ClosedAt, IReadOnlyList<Statistic> Statistics, string? LastYearName, IReadOnlyList<SurveyedGroup> Groups)
{
    private Dictionary<(Guid?, StatisticKind, string), Statistic>? _byKey;

    /// <summary>In the order in which the service tells them.</summary>
    public IReadOnlyList<string> Factors => [.. Statistics.Where(statistic => statistic.Kind == StatisticKind.Factor).Select(statistic => statistic.Code).Distinct(StringComparer.Ordinal)];

    public Statistic? Find(Guid? unitId, StatisticKind kind, string code = "") =>
        (_byKey ??= Statistics.ToDictionary(statistic => (statistic.UnitId, statistic.Kind, statistic.Code))).GetValueOrDefault((unitId, kind, code));

    public Statistic? UnitByCode(string code) => Statistics.FirstOrDefault(statistic => statistic.Kind == StatisticKind.Total && statistic.UnitCode == code);

    /// <summary>By rank on the unrounded index; what may not be shown stands last, without a rank.</summary>
    public IReadOnlyList<RankedIndex> UnitsOf(SurveyedGroup group)
    {
        var units = Statistics.Where(statistic => statistic.Kind == StatisticKind.Total && statistic.UnitId is not null && statistic.GroupCode == group.Code).ToDictionary(unit => unit.UnitCode!, StringComparer.Ordinal);
        return [.. CompetitionRanking.Rank(units.Values.Select(unit => new RankingCandidate(unit.UnitCode!, unit.Value))).Select(unit => new RankedIndex(units[unit.Key], unit.Rank, unit.Shared))];
    }
}

public sealed record SurveyedGroup(string Code, string Name);

/// <param name="UnitId">Null for all units together.</param>
/// <param name="Code">Of the question, or the factor.</param>
/// <param name="Value">0 … 100; null where it is suppressed or nothing counts.</param>
public sealed record Statistic(
    Guid? UnitId, string? UnitCode, string? UnitName, StatisticKind Kind, string Code, string Name, int? Respondents, decimal? Value, decimal? StandardError, decimal? Low, decimal? High, decimal? LastYear,
    bool Suppressed, IReadOnlyList<OptionShare> Options, string? GroupCode, string? Factor)
{
    public decimal? Change => Value - LastYear;
}

/// <param name="Count">Null where it is suppressed.</param>
public sealed record OptionShare(string Code, string Text, int? Count, decimal? Share);

public sealed record RankedIndex(Statistic Index, int? Rank, bool Shared);

/// <summary>Points of the leaves that the answers make.</summary>
public sealed record LeafResults(IReadOnlyList<LeafResult> Items);

public sealed record LeafResult(
    Guid UnitId, string UnitCode, string UnitName, string GroupCode, string LeafCode, decimal MaxPoints, int? Answers, decimal? Percentage, decimal? Points, bool Suppressed);
