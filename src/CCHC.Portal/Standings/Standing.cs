using CCHC.Scoring;

namespace CCHC.Portal.Standings;

public enum StandingStatus
{
    Complete,
    Provisional,
    Incomplete,
}

/// <summary>The ranking of a group as of now.</summary>
public sealed record GroupStandings(
    string Campaign, string CampaignName, string Group, string GroupName, bool Provisional, decimal? Mean, DateTimeOffset ComputedAt,
    IReadOnlyList<StandingItem> Items)
{
    public int Year { get; init; }

    public bool Practice { get; init; }

    /// <summary>Since when the council stands by the result; null while it does not.</summary>
    public DateTimeOffset? RatifiedAt { get; init; }

    /// <summary>Units with which the person has a conflict of interest.</summary>
    public IReadOnlyList<string> Withheld { get; init; } = [];
}

public sealed record StandingItem(
    int? Rank, bool Shared, string UnitCode, string UnitName, decimal? Index, decimal Points, decimal MaxPoints, decimal Appraised, decimal Survey,
    decimal External, decimal Bonus, decimal Penalty, string? Class, StandingStatus Status, IReadOnlyList<string> Missing);

/// <summary>Where a unit's points come from, leaf by leaf.</summary>
public sealed record UnitStanding(
    string Campaign, string CampaignName, string Group, string GroupName, string UnitCode, string UnitName, decimal? Index, decimal Points, decimal MaxPoints,
    StandingStatus Status, IReadOnlyList<LeafStanding> Leaves)
{
    public bool Practice { get; init; }
}

public sealed record LeafStanding(
    string Code, string Name, PointSource Source, LeafKind Kind, decimal MaxPoints, bool Applicable, decimal? Points, bool Final,
    decimal? SelfPoints, decimal? AppraisedPoints, decimal? SurveyPoints, decimal? ExternalPoints, int? Round, string? Reason)
{
    public LeafScore ToScore() => new(Code, Kind, Source, MaxPoints, Points, Applicable);
}
