using CCHC.Scoring;

namespace CCHC.RankingArchive;

/// <summary>The frozen result of a campaign with everything it was computed from; holds neither ids nor times, so that one state has one form.</summary>
public sealed record ArchivedResult
{
    public required string CampaignCode { get; init; }
    public required string CampaignName { get; init; }
    public required int Year { get; init; }

    /// <summary>The <see cref="ScoringEngine.Version"/> it was computed by.</summary>
    public required string Engine { get; init; }

    public required IReadOnlyList<ArchivedGroup> Groups { get; init; }
}

/// <summary>The units ranked against each other, and the criteria they were measured by.</summary>
public sealed record ArchivedGroup
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required GroupSettings Settings { get; init; }

    /// <summary>Null for results imported from a file, whose criteria have no rules.</summary>
    public ArchivedSet? Set { get; init; }

    /// <summary>The tree in reading order.</summary>
    public required IReadOnlyList<ArchivedCriterion> Criteria { get; init; }

    /// <summary>By rank and then by code; units without complete data last.</summary>
    public required IReadOnlyList<ArchivedUnit> Units { get; init; }

    /// <summary>Unrounded; null when no unit has an index.</summary>
    public decimal? Mean { get; init; }
}

/// <summary>What decides, beside the points, about index, class and rank.</summary>
public sealed record GroupSettings
{
    public required bool SurveyHeld { get; init; }
    public required IReadOnlyList<ClassBand> ClassBands { get; init; }
    public required IReadOnlyList<TieBreaker> TieBreakers { get; init; }
    public decimal? BonusCap { get; init; }
    public decimal? PenaltyCap { get; init; }
    public required int Awards { get; init; }
}

public sealed record ArchivedSet(string Code, string Name, int Version);

/// <summary>A node of the criteria; only one with a <see cref="Leaf"/> carries points of its own.</summary>
public sealed record ArchivedCriterion
{
    public required string Code { get; init; }
    public string? ParentCode { get; init; }
    public required string Name { get; init; }

    /// <summary>0 for a field (lĩnh vực).</summary>
    public required int Depth { get; init; }

    /// <summary>Null for imported results, where it may differ from unit to unit.</summary>
    public decimal? MaxPoints { get; init; }

    public ArchivedLeaf? Leaf { get; init; }
}

public sealed record ArchivedLeaf
{
    public required LeafKind Kind { get; init; }
    public required PointSource Source { get; init; }
    public required string FieldCode { get; init; }

    /// <summary>Null for imported results.</summary>
    public ScoringRule? Rule { get; init; }

    public bool? EvidenceRequired { get; init; }
    public bool? NotApplicableAllowed { get; init; }
    public string? Guidance { get; init; }
    public string? RequiredEvidence { get; init; }
    public string? LegalBasis { get; init; }
    public string? SurveyQuestion { get; init; }
}

public sealed record ArchivedUnit
{
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Unrounded; known only where <see cref="TieBreaker.LastYearIndex"/> may decide.</summary>
    public decimal? LastYearIndex { get; init; }

    /// <summary>One per leaf of the group's criteria, in reading order.</summary>
    public required IReadOnlyList<ArchivedScore> Scores { get; init; }

    /// <summary>Null where the class of the head (xếp loại người đứng đầu) is that of the unit.</summary>
    public HeadClass? Head { get; init; }

    /// <summary>Of the head, by decision or because it is the unit's.</summary>
    public string? HeadClass => Head?.Class ?? Place.Class;

    /// <summary>What <see cref="Computation"/> makes of all that.</summary>
    public UnitPlace Place { get; init; } = new();
}

/// <summary>The class of a unit's head where it was decided to be another than the unit's; public, as its reason is.</summary>
public sealed record HeadClass(string Class, string Reason);

/// <summary>A unit's points on one leaf.</summary>
public sealed record ArchivedScore
{
    public required string Leaf { get; init; }
    public required PointSource Source { get; init; }
    public required LeafKind Kind { get; init; }
    public required decimal Max { get; init; }

    /// <summary>Null where the leaf does not apply or was not scored.</summary>
    public decimal? Points { get; init; }

    public required bool Applicable { get; init; }

    /// <summary>False where the council, the survey or the measurement still owes the points: the unit then has no index.</summary>
    public required bool Final { get; init; }

    /// <summary>Answers that count, for a survey leaf; null where fewer than <see cref="FewestAnswers"/> were given, or Ranking was not told.</summary>
    public int? Answers { get; init; }

    /// <summary>Of the mean percentage; null where it cannot be estimated.</summary>
    public decimal? StandardError { get; init; }

    /// <summary>SHA-256 of the files that were submitted to prove the data, in hexadecimal digits.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>No smaller number of answers is told to the public.</summary>
    public const int FewestAnswers = 5;

    public LeafScore ToScore() => new(Leaf, Kind, Source, Max, Points, Applicable);
}

/// <summary>A unit's rank and index; all numbers unrounded.</summary>
public sealed record UnitPlace
{
    public int? Rank { get; init; }
    public bool Shared { get; init; }
    public decimal? Index { get; init; }
    public decimal Points { get; init; }
    public decimal MaxPoints { get; init; }
    public decimal Appraised { get; init; }
    public decimal Survey { get; init; }
    public decimal External { get; init; }
    public decimal Bonus { get; init; }
    public decimal Penalty { get; init; }
    public string? Class { get; init; }
    public bool Awarded { get; init; }
}
