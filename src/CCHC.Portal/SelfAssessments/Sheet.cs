using CCHC.Contracts.Identity;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;

namespace CCHC.Portal.SelfAssessments;

public enum SheetStatus
{
    Draft,
    HandedOver,
    Submitted,
}

/// <summary>A self-assessment as its unit sees it.</summary>
public sealed record Sheet(
    Guid Id, Guid CampaignId, string CampaignName, int Year, string UnitCode, string UnitName, string GroupName, int Round, int Rounds,
    SheetStatus Status, bool PhaseOpen, decimal SelfPoints, decimal MaxPoints, int Filled, int LeafCount, string? Remarks, DateTimeOffset? SubmittedAt,
    IReadOnlyList<SheetNode> Nodes)
{
    public string CampaignCode { get; init; } = "";
    public DateTimeOffset? ClosesAt { get; init; }
    public bool Practice { get; init; }

    /// <summary>The unit that collects the answers of others and sends the sheet; null where the measured unit does.</summary>
    public Guid? CollectorUnitId { get; init; }

    /// <summary>Whether the person's units work on the sheet; others only read it.</summary>
    public bool TakesPart { get; init; }

    public IReadOnlyList<SheetContribution> Contributions { get; init; } = [];

    /// <summary>Difficulties and proposals of the unit that sends the sheet.</summary>
    public SheetNarrative Narrative { get; init; } = SheetNarrative.Empty;

    public IEnumerable<SheetNode> Leaves => Nodes.Where(node => node.Leaf is not null);

    /// <summary>Leaves that the unit answers itself.</summary>
    public IEnumerable<SheetNode> AnsweredLeaves => Leaves.Where(node => node.Leaf!.Source == PointSource.Appraised);

    public SheetNode? Find(string? leafCode) => leafCode is null ? null : Leaves.FirstOrDefault(node => node.Code == leafCode);

    public SheetNode? Select(string? leafCode) =>
        Find(leafCode)
        ?? AnsweredLeaves.FirstOrDefault(node => !node.Leaf!.IsFilled) ?? AnsweredLeaves.FirstOrDefault() ?? Leaves.FirstOrDefault();

    public bool TakesWork(DateTimeOffset now) => PhaseOpen && !(ClosesAt <= now) && Status != SheetStatus.Submitted;

    /// <summary>Whether this person may change leaves now; which ones, the service says of each.</summary>
    public bool IsEditableBy(CurrentUser user, DateTimeOffset now) =>
        TakesWork(now) && ((Status == SheetStatus.Draft && user.IsInRole(Roles.UnitOfficer)) || user.IsInRole(Roles.UnitHead));

    /// <summary>Whether this person's unit is the one that sends the sheet.</summary>
    public bool IsSentBy(CurrentUser user) => CollectorUnitId is not { } collector || user.UnitIds(Roles.UnitOfficer, Roles.UnitHead).Contains(collector);

    /// <summary>The leaves that the person's units answer.</summary>
    public IEnumerable<SheetNode> LeavesOf(CurrentUser user)
    {
        var (units, sent) = (user.UnitIds(Roles.UnitOfficer, Roles.UnitHead), IsSentBy(user));
        return AnsweredLeaves.Where(node => node.Leaf!.Responsible is { } responsible ? units.Contains(responsible.UnitId) : sent);
    }

    /// <summary>What the unit answers itself of a field: leaves filled in, leaves to fill in, points so far and their maximum.</summary>
    public (int Filled, int Leaves, decimal Points, decimal MaxPoints) ProgressOf(SheetNode field)
    {
        var answered = Under(field).Where(node => node.Leaf?.Source == PointSource.Appraised).ToList();
        var ordinary = answered.Where(node => node.Leaf!.Kind == LeafKind.Ordinary).ToList();
        var index = IndexCalculator.Compute(answered.Select(node => new LeafScore(
            node.Code, node.Leaf!.Kind, node.Leaf.Source, node.MaxPoints,
            node.Leaf.Status == EvaluationStatus.Scored ? node.Leaf.Points : null, node.Leaf.Status != EvaluationStatus.NotApplicable)));
        return (ordinary.Count(node => node.Leaf!.IsFilled), ordinary.Count, index.Points, index.MaxPoints);
    }

    /// <summary>The nodes under a field, in reading order.</summary>
    public IEnumerable<SheetNode> Under(SheetNode field) =>
        Nodes.SkipWhile(node => node != field).Skip(1).TakeWhile(node => node.Depth > field.Depth);
}

public sealed record SheetNode(string Code, string? ParentCode, string Name, int Depth, decimal MaxPoints, SheetLeaf? Leaf);

public sealed record SheetLeaf(
    PointSource Source, LeafKind Kind, ScoringRule Rule, string RuleText, bool EvidenceRequired, bool NotApplicableAllowed,
    LeafData? Data, decimal? Points, EvaluationStatus? Status, IReadOnlyList<string> Steps, string? Problem, string? Explanation, string? Evidence, uint? Version,
    CouncilResult? Appraised)
{
    /// <summary>Who answers in place of the unit that is measured.</summary>
    public ResponsibleUnit? Responsible { get; init; }

    /// <summary>Whether this person may change the leaf now, as the service says.</summary>
    public bool? Editable { get; init; }

    /// <summary>Who changed the leaf last, and when; null before anybody has, and for made-up data.</summary>
    public string? EnteredByName { get; init; }

    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>The person who is to fill in the leaf, where one was named.</summary>
    public AssignedPerson? AssignedTo { get; init; }

    /// <summary>Remarks of colleagues that are not settled.</summary>
    public int OpenComments { get; init; }

    public string? Guidance { get; init; }

    /// <summary>The documents that the decision asks for.</summary>
    public string? RequiredEvidence { get; init; }

    public string? LegalBasis { get; init; }

    /// <summary>What round 2 or later adds to the explanation.</summary>
    public string? Supplement { get; init; }

    /// <summary>False where the council left the leaf as claimed, so that this round does not open it.</summary>
    public bool OpenInRound { get; init; } = true;

    public bool IsFilled => Status is EvaluationStatus.Scored or EvaluationStatus.NotApplicable;
}

public sealed record AssignedPerson(Guid Id, string Name);

public sealed record ResponsibleUnit(Guid UnitId, string Code, string Name);

/// <summary>The part of a sheet that another unit answers.</summary>
public sealed record SheetContribution(Guid UnitId, string UnitName, int Leaves, int Filled, DateTimeOffset? DeliveredAt, string? DeliveredBy, string? Remarks)
{
    public SheetNarrative? Narrative { get; init; }
}

public sealed record SheetNarrative(string? Difficulties, string? Proposals)
{
    public static readonly SheetNarrative Empty = new(null, null);
}

public sealed record CouncilResult(int Round, decimal Points, bool Applicable, string? Reason)
{
    /// <summary>What the unit is asked to explain.</summary>
    public string? Request { get; init; }
}

/// <summary>A line of the list of sheets.</summary>
public sealed record SheetItem(
    Guid Id, string CampaignName, int Year, string UnitName, int Round, int Rounds, bool PhaseOpen, SheetStatus Status, int Filled, int LeafCount,
    decimal SelfPoints, decimal MaxPoints, DateTimeOffset? SubmittedAt)
{
    public DateTimeOffset? ClosesAt { get; init; }
    public bool Practice { get; init; }
}

/// <summary>What saving one leaf answers.</summary>
public sealed record SavedLeaf(decimal Points, EvaluationStatus Status, IReadOnlyList<string> Steps, string? Problem, uint Version);
