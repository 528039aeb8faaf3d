using CCHC.Portal.Publications;

namespace CCHC.Portal.Results;

public sealed record PublicCampaign(string Code, string Name, int Year, string Status, IReadOnlyList<PublicGroup> Groups)
{
    public bool IsPublished => string.Equals(Status, "published", StringComparison.Ordinal);

    public PublicGroup? Group(string? code) => Groups.FirstOrDefault(group => group.Code == code) ?? (Groups.Count > 0 ? Groups[0] : null);
}

public sealed record PublicGroup(string Code, string Name);

/// <summary>A published ranking of one group.</summary>
public sealed record Ranking(DateTimeOffset? PublishedAt, decimal? Mean, IReadOnlyList<RankedUnit> Items)
{
    /// <summary>0 as first published, else the number of the corrigendum.</summary>
    public int Version { get; init; }

    /// <summary>Of the corrigendum.</summary>
    public string? Reason { get; init; }

    public string? DecisionNumber { get; init; }
    public DateOnly? DecisionDate { get; init; }

    public IEnumerable<RankedUnit> Ranked => Items.Where(unit => unit.Rank is not null && unit.Index is not null);

    /// <summary>Units without complete data stay in the table but have no place in a finding.</summary>
    public bool IsShared(RankedUnit unit) => unit.Rank is not null && Items.Count(other => other.Rank == unit.Rank) > 1;
}

/// <summary>What was corrected since the result was first published.</summary>
public sealed record CorrigendumList(IReadOnlyList<Corrigendum> Corrigenda);

public sealed record Corrigendum(int Number, DateTimeOffset PublishedAt, string Reason, string? DecisionNumber, DateOnly? DecisionDate, IReadOnlyList<UnitChange> Changes)
{
    public IReadOnlyList<UnitChange> ChangesOf(string unitCode) => [.. Changes.Where(change => change.UnitCode == unitCode)];
}

public sealed record RankedUnit(int? Rank, string UnitCode, string UnitName, decimal? Index, decimal? Points, decimal? MaxPoints, string? Class, string Status, bool Awarded = false, string? HeadClass = null,
    string? HeadReason = null)
{
    public bool IsComplete => !string.Equals(Status, "incomplete", StringComparison.Ordinal);
}
