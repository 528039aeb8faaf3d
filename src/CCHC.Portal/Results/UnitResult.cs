using CCHC.Scoring;

namespace CCHC.Portal.Results;

/// <summary>A unit's published report card.</summary>
public sealed record UnitResult(
    string Group, string GroupName, DateTimeOffset PublishedAt, string UnitCode, string UnitName, int? Rank, decimal? Index, decimal Points, decimal MaxPoints,
    string? Class, IReadOnlyList<FieldResult> Fields, string? HeadClass = null, string? HeadReason = null)
{
    /// <summary>0 as first published, else the number of the corrigendum.</summary>
    public int Version { get; init; }
}

public sealed record FieldResult(string Code, string Name, decimal Points, decimal MaxPoints, IReadOnlyList<CriterionResult> Criteria)
{
    public decimal? Percent => MaxPoints == 0 ? null : Points * 100 / MaxPoints;
}

public sealed record CriterionResult(
    string Code, string Name, IReadOnlyList<string> Path, PointSource Source, LeafKind Kind, decimal? Points, decimal MaxPoints, bool Applicable)
{
    public LeafScore ToScore() => new(Code, Kind, Source, MaxPoints, Points, Applicable);
}
