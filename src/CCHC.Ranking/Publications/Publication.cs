using CCHC.Scoring;

namespace CCHC.Ranking.Publications;

/// <summary>The result of a campaign as it was made public: frozen, complete in itself, the only thing the public ever sees.</summary>
public sealed class Publication
{
    private readonly List<PublishedGroup> _groups = [];

    public Guid Id { get; private set; }
    public string CampaignCode { get; private set; } = "";
    public string CampaignName { get; private set; } = "";
    public int Year { get; private set; }

    /// <summary>Null for results imported from a file.</summary>
    public Guid? CampaignId { get; private set; }

    /// <summary>SHA-256 of the imported rows, to know the same content again; null for a campaign of this system.</summary>
    public string? ImportHash { get; private set; }

    public DateTimeOffset PublishedAt { get; private set; }

    /// <summary>In the campaign's order.</summary>
    public IReadOnlyList<PublishedGroup> Groups => _groups;

    public static Publication OfCampaign(Guid campaignId, string code, string name, int year, DateTimeOffset at) =>
        new() { Id = Guid.CreateVersion7(), CampaignId = campaignId, CampaignCode = code, CampaignName = name, Year = year, PublishedAt = at };

    public static Publication OfImport(string code, string name, int year, string hash, DateTimeOffset at) =>
        new() { Id = Guid.CreateVersion7(), ImportHash = hash, CampaignCode = code, CampaignName = name, Year = year, PublishedAt = at };

    /// <summary>Adds a group whose units are given by code with their index, null for those without complete data.</summary>
    public void AddGroup(
        string code, string name, IReadOnlyList<PublishedCriterion> criteria, IReadOnlyCollection<UnitFigures> units,
        IReadOnlyList<RankedCandidate> ranks, IReadOnlyList<ClassBand> bands, int awards)
    {
        var byCode = units.ToDictionary(unit => unit.Code, StringComparer.Ordinal);
        var group = new PublishedGroup(Id, _groups.Count, code, name)
        {
            Mean = IndexCalculator.Mean(units.Select(unit => unit.Index.Index).OfType<decimal>()),
            Criteria = criteria,
            Units = [.. ranks.Select((rank, position) => new PublishedUnit(Id, code, position, byCode[rank.Key], rank, bands, awards))],
        };
        _groups.Add(group);
    }
}

/// <summary>What is frozen of a unit.</summary>
public sealed record UnitFigures(string Code, string Name, UnitIndex Index);

/// <summary>The units ranked against each other, in the order of their ranks, and the criteria they were measured by.</summary>
public sealed class PublishedGroup(Guid publicationId, int position, string code, string name)
{
    public Guid PublicationId { get; private set; } = publicationId;
    public int Position { get; private set; } = position;
    public string Code { get; private set; } = code;
    public string Name { get; private set; } = name;

    /// <summary>Unrounded mean of the units' unrounded indices; null when no unit has one.</summary>
    public decimal? Mean { get; init; }

    public IReadOnlyList<PublishedCriterion> Criteria { get; init; } = [];
    public IReadOnlyList<PublishedUnit> Units { get; init; } = [];
}

/// <summary>A unit's published place and index.</summary>
public sealed class PublishedUnit
{
    private PublishedUnit()
    {
    }

    public PublishedUnit(
        Guid publicationId, string groupCode, int position, UnitFigures figures, RankedCandidate rank, IReadOnlyList<ClassBand> bands, int awards)
    {
        var index = figures.Index;
        (PublicationId, GroupCode, Position, UnitCode, UnitName) = (publicationId, groupCode, position, figures.Code, figures.Name);
        (Rank, Shared, Index, Points, MaxPoints) = (rank.Rank, rank.Shared, index.Index, index.Points, index.MaxPoints);
        (Appraised, Survey, External, Bonus, Penalty) = (index.Appraised, index.Survey, index.External, index.Bonus, index.Penalty);
        Awarded = rank.Rank <= awards;
        Class = index.Index is { } value ? Classification.Classify(value, bands) : null;
    }

    public Guid PublicationId { get; private set; }
    public Publication Publication { get; private set; } = null!;
    public string GroupCode { get; private set; } = "";
    public string UnitCode { get; private set; } = "";
    public string UnitName { get; private set; } = "";

    /// <summary>By rank, then by code; units without complete data last.</summary>
    public int Position { get; private set; }

    public int? Rank { get; private set; }
    public bool Shared { get; private set; }

    /// <summary>Unrounded, in percent; null for "chưa đủ dữ liệu".</summary>
    public decimal? Index { get; private set; }

    public decimal Points { get; private set; }
    public decimal MaxPoints { get; private set; }
    public decimal Appraised { get; private set; }
    public decimal Survey { get; private set; }
    public decimal External { get; private set; }
    public decimal Bonus { get; private set; }
    public decimal Penalty { get; private set; }
    public string? Class { get; private set; }

    /// <summary>The rank is among those awarded; all units that share it are.</summary>
    public bool Awarded { get; private set; }

    /// <summary>As the public API says it.</summary>
    public string Status => Index is null ? "incomplete" : "complete";
}

/// <summary>A leaf of the criteria that a group was measured by.</summary>
public sealed class PublishedCriterion
{
    public Guid PublicationId { get; init; }
    public required string GroupCode { get; init; }

    /// <summary>Reading order.</summary>
    public required int Position { get; init; }

    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string FieldCode { get; init; }
    public required string FieldName { get; init; }

    /// <summary>Names of the nodes between field and leaf, from above.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    public required LeafKind Kind { get; init; }
    public required PointSource Source { get; init; }
}

/// <summary>A unit's points on one criterion.</summary>
public sealed class PublishedPoint
{
    public required Guid PublicationId { get; init; }
    public required string UnitCode { get; init; }
    public required string CriterionCode { get; init; }

    /// <summary>A file may give units different maxima for one criterion, as results of other systems do.</summary>
    public required decimal MaxPoints { get; init; }

    /// <summary>Null where it does not apply or was not scored.</summary>
    public required decimal? Points { get; init; }

    public required bool Applicable { get; init; }
}
