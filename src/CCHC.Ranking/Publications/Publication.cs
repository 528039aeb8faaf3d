using CCHC.Contracts.Ranking;
using CCHC.Ranking.Snapshots;
using CCHC.RankingArchive;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Messaging;

namespace CCHC.Ranking.Publications;

/// <summary>The result of a campaign as it is made public: frozen, complete in itself, the only thing the public ever sees, and that not before its minute.</summary>
public sealed class Publication
{
    private readonly List<PublishedGroup> _groups = [];

    public Guid Id { get; private set; }
    public string CampaignCode { get; private set; } = "";
    public string CampaignName { get; private set; } = "";
    public int Year { get; private set; }

    /// <summary>0 as first published, else the number of the corrigendum; the highest that is public is what holds.</summary>
    public int Version { get; private set; }

    /// <summary>Null for results imported from a file.</summary>
    public Guid? CampaignId { get; private set; }

    /// <summary>What was approved; null for results imported from a file, and for those from before snapshots.</summary>
    public Guid? SnapshotId { get; private set; }

    /// <summary>SHA-256 of the imported rows, to know the same content again; null for a campaign of this system.</summary>
    public string? ImportHash { get; private set; }

    /// <summary>Until then nobody but those who work on the campaign learns of it.</summary>
    public DateTimeOffset PublicFrom { get; private set; }

    /// <summary>When the others were told that it is public; null before.</summary>
    public DateTimeOffset? AnnouncedAt { get; private set; }

    /// <summary>Why the version before was corrected; null for the first.</summary>
    public string? Reason { get; private set; }

    public string? DecisionNumber { get; private set; }
    public DateOnly? DecisionDate { get; private set; }

    /// <summary>What a corrigendum changed; empty for the first version.</summary>
    public IReadOnlyList<UnitChange> Changes { get; private set; } = [];

    /// <summary>In the campaign's order.</summary>
    public IReadOnlyList<PublishedGroup> Groups => _groups;

    public static Publication OfSnapshot(Snapshot snapshot, ArchivedResult result, PublicationNote note, IReadOnlyList<UnitChange> changes)
    {
        var publication = Of(result, note);
        (publication.CampaignId, publication.SnapshotId, publication.Changes) = (snapshot.CampaignId, snapshot.Id, changes);
        return publication;
    }

    /// <summary>An import is public at once, and nobody waits for the news.</summary>
    public static Publication OfImport(ArchivedResult result, PublicationNote note, string hash)
    {
        var publication = Of(result, note);
        (publication.ImportHash, publication.AnnouncedAt) = (hash, note.PublicFrom);
        return publication;
    }

    /// <summary>Tells the others, once.</summary>
    public void Announce(IEventPublisher events, DateTimeOffset now)
    {
        AnnouncedAt = now;
        if (Version == 0)
        {
            events.Publish(new RankingPublished { CampaignId = CampaignId!.Value, CampaignCode = CampaignCode, Revision = 1, PublishedAt = PublicFrom });
        }
        else
        {
            events.Publish(new RankingCorrected
            {
                CampaignId = CampaignId!.Value, CampaignCode = CampaignCode, Corrigendum = Version, Reason = Reason!, PublishedAt = PublicFrom,
            });
        }
    }

    private static Publication Of(ArchivedResult result, PublicationNote note)
    {
        var publication = new Publication
        {
            Id = Guid.CreateVersion7(),
            CampaignCode = result.CampaignCode,
            CampaignName = result.CampaignName,
            Year = result.Year,
            Version = note.Version,
            PublicFrom = note.PublicFrom,
            Reason = note.Reason,
            DecisionNumber = note.DecisionNumber,
            DecisionDate = note.DecisionDate,
        };
        publication._groups.AddRange(result.Groups.Select((group, position) => new PublishedGroup(publication.Id, position, group.Code, group.Name)
        {
            Mean = group.Mean,
            Criteria = PublishedCriterion.Of(publication.Id, group),
            Units = [.. group.Units.Select((unit, place) => new PublishedUnit(publication.Id, group.Code, place, unit))],
        }));
        return publication;
    }
}

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

    public PublishedUnit(Guid publicationId, string groupCode, int position, ArchivedUnit unit)
    {
        var place = unit.Place;
        (PublicationId, GroupCode, Position, UnitCode, UnitName) = (publicationId, groupCode, position, unit.Code, unit.Name);
        (Rank, Shared, Index, Points, MaxPoints) = (place.Rank, place.Shared, place.Index, place.Points, place.MaxPoints);
        (Appraised, Survey, External, Bonus, Penalty) = (place.Appraised, place.Survey, place.External, place.Bonus, place.Penalty);
        (Class, Awarded) = (place.Class, place.Awarded);
        (HeadClass, HeadReason) = (unit.HeadClass, unit.Head?.Reason);
    }

    public Guid PublicationId { get; private set; }
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

    /// <summary>Of the unit's head (xếp loại người đứng đầu); null for the unit's, in results from before heads were told apart.</summary>
    public string? HeadClass { get; private set; }

    /// <summary>Why it is not the unit's; null where it is.</summary>
    public string? HeadReason { get; private set; }

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

    /// <summary>The leaves of a group in reading order.</summary>
    public static IReadOnlyList<PublishedCriterion> Of(Guid publicationId, ArchivedGroup group)
    {
        // In imported results a criterion may bear the code of a field.
        var fields = group.Criteria.Where(node => node.Depth == 0).ToDictionary(node => node.Code, node => node.Name, StringComparer.Ordinal);
        var between = group.Criteria.Where(node => node is { Depth: > 0, Leaf: null }).ToDictionary(node => node.Code, StringComparer.Ordinal);
        return
        [
            .. group.Criteria.Where(node => node.Leaf is not null).Select((leaf, position) => new PublishedCriterion
            {
                PublicationId = publicationId,
                GroupCode = group.Code,
                Position = position,
                Code = leaf.Code,
                Name = leaf.Name,
                FieldCode = leaf.Leaf!.FieldCode,
                FieldName = fields[leaf.Leaf.FieldCode],
                Path = PathTo(leaf, between),
                Kind = leaf.Leaf.Kind,
                Source = leaf.Leaf.Source,
            }),
        ];
    }

    private static List<string> PathTo(ArchivedCriterion leaf, Dictionary<string, ArchivedCriterion> between)
    {
        var path = new List<string>();
        for (var node = Parent(leaf); node is not null; node = Parent(node))
        {
            path.Insert(0, node.Name);
        }

        return path;

        ArchivedCriterion? Parent(ArchivedCriterion node) => node.ParentCode is null ? null : between.GetValueOrDefault(node.ParentCode);
    }
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

/// <summary>The signed archive, kept as it was made: a second signature of the same result would be another one.</summary>
public sealed class PublicationArchive
{
    public required Guid PublicationId { get; init; }
    public required byte[] Content { get; init; }

    /// <summary>Of the bytes, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}
