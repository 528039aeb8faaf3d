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

    /// <summary>Overrides <see cref="CampaignChanged.SurveyHeld"/> for this group; null follows the campaign.</summary>
    public bool? SurveyHeld { get; init; }

    /// <summary>Most that all bonus leaves together may add, in points; null leaves each leaf's own cap.</summary>
    public decimal? BonusCap { get; init; }

    /// <summary>Most that all penalty leaves together may take, in points, a positive number; null leaves each leaf's own cap.</summary>
    public decimal? PenaltyCap { get; init; }

    /// <summary>The penalty leaf whose count is the days a unit submitted late; the unit does not fill it in. Null takes no points for lateness.</summary>
    public string? LatePenaltyLeaf { get; init; }

    /// <summary>Ranks that are awarded (khen thưởng), from the first; 0 for none.</summary>
    public int Awards { get; init; }

    /// <summary>
    /// Who answers a leaf in place of the unit that is measured, as when a province is measured by the Ministry; leaves that are not named are
    /// answered by <see cref="CollectorUnitId"/>, or by the unit itself.
    /// </summary>
    public IReadOnlyList<LeafResponsibility> Responsibilities { get; init; } = [];

    /// <summary>The unit that collects the answers and whose head submits (Sở Nội vụ for a province); null when each unit submits its own.</summary>
    public Guid? CollectorUnitId { get; init; }
}

/// <summary>A leaf and the unit responsible for answering it.</summary>
public sealed record LeafResponsibility
{
    public required string LeafCode { get; init; }
    public required Guid UnitId { get; init; }
    public required string UnitCode { get; init; }
    public required string UnitName { get; init; }
}

/// <summary>A unit as it was named when the campaign opened.</summary>
public sealed record CampaignUnit
{
    public required Guid UnitId { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Units that were merged, split or renamed into this one, in any generation: its figures of earlier years are theirs.</summary>
    public IReadOnlyList<UnitPredecessor> Predecessors { get; init; } = [];
}

/// <summary>A unit that lives on in another one.</summary>
public sealed record UnitPredecessor
{
    public required Guid UnitId { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public DateOnly? ValidTo { get; init; }
}
