using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Ranking.Remediation;

public enum PlanState
{
    /// <summary>Home affairs draws it up, units propose measures.</summary>
    Draft,

    /// <summary>Units report progress; changes need a reason.</summary>
    Approved,

    /// <summary>Its year is over: only to be read.</summary>
    Closed,
}

/// <summary>What is done about the points lost in one published result (kế hoạch khắc phục); it keeps its own copy of the result it answers.</summary>
public sealed class RemediationPlan
{
    private readonly List<PlanUnit> _units = [];

    public Guid Id { get; private init; }
    public Guid PublicationId { get; private init; }
    public string CampaignCode { get; private init; } = "";
    public string CampaignName { get; private init; } = "";

    /// <summary>Of the result.</summary>
    public int ResultYear { get; private init; }

    /// <summary>In which it is carried out.</summary>
    public int Year { get; private init; }

    /// <summary>The government that owns the campaign; null for the province.</summary>
    public Guid? OwnerUnitId { get; private init; }

    /// <summary>The result came from a file, so no reasons of appraisers are known.</summary>
    public bool Imported { get; private init; }

    public bool IncludesSurvey { get; private init; }
    public DateTimeOffset CreatedAt { get; private init; }
    public string CreatedBy { get; private init; } = "";
    public DateTimeOffset? ApprovedAt { get; private set; }
    public string? ApprovedBy { get; private set; }

    public IReadOnlyList<PlanGroup> Groups { get; private init; } = [];

    /// <summary>In the order of their published ranks, group by group.</summary>
    public IReadOnlyList<PlanUnit> Units => _units;

    /// <summary>The last day on which anything may be done.</summary>
    public DateOnly LastDay => new(Year, 12, 31);

    public static RemediationPlan Draw(DrawnResult result, int year, bool includesSurvey, string by, DateTimeOffset now)
    {
        var plan = new RemediationPlan
        {
            Id = Guid.CreateVersion7(), PublicationId = result.PublicationId, CampaignCode = result.CampaignCode, CampaignName = result.CampaignName, ResultYear = result.Year, Year = year,
            OwnerUnitId = result.OwnerUnitId, Imported = result.Imported, IncludesSurvey = includesSurvey, Groups = result.Groups, CreatedAt = now, CreatedBy = by,
        };
        plan._units.AddRange(result.Units.Select((unit, position) => unit.ToPlanUnit(plan.Id, position)));
        return plan;
    }

    public PlanState StateOn(DateOnly today) => today > LastDay ? PlanState.Closed : ApprovedAt is null ? PlanState.Draft : PlanState.Approved;

    public PlanGroup Group(string code) => Groups.First(group => group.Code == code);

    public void RequireDraft(DateOnly today)
    {
        RequireOpen(today);
        if (ApprovedAt is not null)
        {
            throw new RuleViolationException("remediation-plan.approved", "Kế hoạch đã được phê duyệt; chỉ Sở Nội vụ (phòng Nội vụ) điều chỉnh được, kèm lý do.");
        }
    }

    public void RequireApproved(DateOnly today)
    {
        RequireOpen(today);
        if (ApprovedAt is null)
        {
            throw new RuleViolationException("remediation-plan.draft", "Kế hoạch chưa được phê duyệt nên chưa báo cáo tiến độ được.");
        }
    }

    public void RequireOpen(DateOnly today)
    {
        if (StateOn(today) == PlanState.Closed)
        {
            throw new RuleViolationException("remediation-plan.closed", $"Kế hoạch năm {Year} đã kết thúc ngày {LastDay:dd/MM/yyyy} nên chỉ xem được.");
        }
    }

    /// <param name="gaps">What items lack, one line each.</param>
    /// <param name="by">The leader.</param>
    /// <param name="today">In Việt Nam.</param>
    /// <param name="now">The same moment.</param>
    public void Approve(IReadOnlyList<string> gaps, string by, DateOnly today, DateTimeOffset now)
    {
        RequireDraft(today);
        if (gaps.Count > 0)
        {
            throw new RuleViolationException(
                "remediation-plan.incomplete", $"Còn {gaps.Count} nội dung chưa đủ biện pháp, cơ quan chủ trì hoặc thời hạn. Bổ sung rồi mới phê duyệt được.", gaps);
        }

        (ApprovedAt, ApprovedBy) = (now, by);
    }
}

/// <summary>A published result as a plan takes it over.</summary>
public sealed record DrawnResult(
    Guid PublicationId, string CampaignCode, string CampaignName, int Year, Guid? OwnerUnitId, bool Imported, IReadOnlyList<PlanGroup> Groups, IReadOnlyList<DrawnUnit> Units);

/// <param name="UnitId">Null where nobody has told of a unit with this code yet.</param>
/// <param name="Code">As published.</param>
/// <param name="Name">As published.</param>
/// <param name="GroupCode">In which it is ranked.</param>
/// <param name="Rank">Null without an index.</param>
/// <param name="Index">Unrounded.</param>
/// <param name="Class">As published, else by the classes given for the plan.</param>
/// <param name="LastYearIndex">Where ties are decided by it.</param>
/// <param name="Leaves">In reading order.</param>
public sealed record DrawnUnit(
    Guid? UnitId, string Code, string Name, string GroupCode, int? Rank, decimal? Index, string? Class, decimal? LastYearIndex, IReadOnlyList<PlannedLeaf> Leaves)
{
    internal PlanUnit ToPlanUnit(Guid planId, int position) => new()
    {
        PlanId = planId, UnitCode = Code, UnitId = UnitId, UnitName = Name, GroupCode = GroupCode, Position = position, Rank = Rank, Index = Index, Class = Class,
        LastYearIndex = LastYearIndex, Leaves = Leaves,
    };
}

/// <summary>A unit with the points that were published for it.</summary>
public sealed class PlanUnit
{
    public required Guid PlanId { get; init; }
    public required string UnitCode { get; init; }
    public required Guid? UnitId { get; init; }
    public required string UnitName { get; init; }
    public required string GroupCode { get; init; }
    public required int Position { get; init; }
    public required int? Rank { get; init; }

    /// <summary>Unrounded; null for "chưa đủ dữ liệu".</summary>
    public required decimal? Index { get; init; }

    public required string? Class { get; init; }
    public required decimal? LastYearIndex { get; init; }
    public required IReadOnlyList<PlannedLeaf> Leaves { get; init; }
}

/// <summary>How units are ranked against each other, and by which criteria.</summary>
public sealed record PlanGroup(
    string Code, string Name, IReadOnlyList<PlannedCriterion> Criteria, IReadOnlyList<ClassBand> ClassBands, IReadOnlyList<TieBreaker> TieBreakers, decimal? BonusCap, decimal? PenaltyCap)
{
    public PlannedCriterion Criterion(string code) => Criteria.First(criterion => criterion.Code == code);

    /// <summary>Leaves at full points, which are to be kept (annex 1): inside the 100 and applicable.</summary>
    public IEnumerable<(PlannedCriterion Criterion, PlannedLeaf Leaf)> Kept(PlanUnit unit) =>
        from leaf in unit.Leaves
        where leaf.Applicable && leaf.MaxPoints > 0 && leaf.Points >= leaf.MaxPoints
        let criterion = Criterion(leaf.Code)
        where criterion.Kind == LeafKind.Ordinary
        select (criterion, leaf);
}

public sealed record PlannedCriterion(string Code, string Name, string FieldCode, string FieldName, LeafKind Kind, PointSource Source);

/// <param name="Code">Of the criterion.</param>
/// <param name="MaxPoints">Of this unit.</param>
/// <param name="Points">Null where it was not scored.</param>
/// <param name="Applicable">In the unit's maximum.</param>
public sealed record PlannedLeaf(string Code, decimal MaxPoints, decimal? Points, bool Applicable);
