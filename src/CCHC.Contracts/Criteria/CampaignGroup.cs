using CCHC.Scoring;

namespace CCHC.Contracts.Criteria;

/// <summary>The units of one unit group (khối) that are ranked against each other with one criteria set.</summary>
public sealed record CampaignGroup
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required CriteriaSetSnapshot CriteriaSet { get; init; }
    public required IReadOnlyList<CampaignUnit> Units { get; init; }

    /// <summary>Classes from the highest threshold down; empty when the campaign does not classify.</summary>
    public required IReadOnlyList<ClassBand> ClassBands { get; init; }

    /// <summary>Applied in order to equal unrounded indices; empty means equal ranks.</summary>
    public required IReadOnlyList<TieBreaker> TieBreakers { get; init; }
}

/// <summary>A unit as it was named when the campaign opened.</summary>
public sealed record CampaignUnit
{
    public required Guid UnitId { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
}
