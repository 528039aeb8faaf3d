namespace CCHC.Portal.Analyses;

/// <summary>What each criterion does in the ranking of a group.</summary>
public sealed record Analysis(string Campaign, string CampaignName, string Group, string GroupName, bool Practice, bool Provisional, int Units, IReadOnlyList<AnalysedItem> Items);

/// <param name="Nominal">0 to 1, like <paramref name="Effective"/>, which may lie outside.</param>
public sealed record AnalysedItem(
    string Code, string Name, decimal MaxPoints, Spread? Spread, double Nominal, double? Effective, double? Correlation, double? MeanShift, int? LargestShift, IReadOnlyList<RankMove> Moves);

/// <summary>Shares of the maximum, 0 to 1.</summary>
public sealed record Spread(int Units, decimal Minimum, decimal LowerQuartile, decimal Median, decimal UpperQuartile, decimal Maximum, decimal Mean);

public sealed record RankMove(string UnitCode, string UnitName, int Rank, int? Without);

/// <summary>The ranking with other points, by rank afterwards.</summary>
public sealed record WhatIfAnswer(IReadOnlyList<WhatIfItem> Items);

public sealed record WhatIfItem(string UnitCode, string UnitName, WhatIfPlace Before, WhatIfPlace After, int? RanksGained, decimal? IndexGained);

public sealed record WhatIfPlace(int? Rank, bool Shared, decimal? Index, string? Class);

public enum LiftOutcome
{
    Found,
    AlreadyBest,
    OutOfReach,
    NoIndex,
}

/// <summary>The fewest leaves that lift a unit.</summary>
public sealed record UnitLifts(string UnitCode, string UnitName, LiftList ToNextRank, LiftList ToNextClass);

public sealed record LiftList(LiftOutcome Outcome, IReadOnlyList<LiftWay> Items, bool More);

public sealed record LiftWay(IReadOnlyList<LiftedLeaf> Leaves, decimal PointsToWin, decimal Index, int Rank, string? Class);

public sealed record LiftedLeaf(string Code, string Name, decimal From, decimal To);

/// <summary>How certain the ranks of a group are.</summary>
/// <param name="MeasuredLeaves">Appraised leaves of which independent scores say how far appraisers differ.</param>
/// <param name="Opinions">Those scores.</param>
public sealed record Certainty(
    string Campaign, string CampaignName, string Group, string GroupName, bool Practice, bool Provisional, int Replications, long Seed, int Top, int SurveyErrors, int SurveyResults, int MeasuredLeaves, int AppraisedLeaves, int Opinions,
    IReadOnlyList<CertainRank> Items);

/// <param name="InTop">0 to 1, like <paramref name="AboveNext"/>.</param>
public sealed record CertainRank(string UnitCode, string UnitName, int Rank, decimal Index, int Rank5, int Rank50, int Rank95, double InTop, double? AboveNext);

/// <summary>Shares of the maximum, 0 to 1, unit by unit.</summary>
public sealed record Shares(string Campaign, string CampaignName, string Group, string GroupName, bool Practice, bool Provisional, IReadOnlyList<SharedCriterion> Criteria, IReadOnlyList<UnitShares> Items);

public sealed record SharedCriterion(string Code, string Name, decimal MaxPoints);

/// <param name="Shares">In the order of the criteria; null where nothing applies or points are missing.</param>
public sealed record UnitShares(string UnitCode, string UnitName, int? Rank, decimal? Index, IReadOnlyList<decimal?> Shares);
