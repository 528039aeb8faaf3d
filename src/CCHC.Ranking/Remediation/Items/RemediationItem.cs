using System.Globalization;
using CCHC.OfficialDocuments;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Ranking.Remediation.Items;

public enum ItemState
{
    NotStarted,
    InProgress,

    /// <summary>As reported; home affairs has not looked at it yet.</summary>
    Done,

    /// <summary>Home affairs agrees that it is done.</summary>
    Confirmed,
}

/// <summary>Who carries an item out: a unit of the system, or an office that is only known by name.</summary>
/// <param name="UnitId">Whose people may report; null where only the name is known.</param>
/// <param name="Code">Likewise.</param>
/// <param name="Name">As documents write it.</param>
public sealed record LeadUnit(Guid? UnitId, string? Code, string Name);

/// <summary>A leaf on which one unit lost points, and what is done about it. A penalty counts downwards from a maximum of 0.</summary>
public sealed class RemediationItem
{
    public Guid Id { get; private init; }
    public Guid PlanId { get; private init; }

    /// <summary>By unit, then in reading order.</summary>
    public int Position { get; private init; }

    public string UnitCode { get; private init; } = "";
    public Guid? UnitId { get; private init; }
    public string UnitName { get; private init; } = "";
    public string GroupCode { get; private init; } = "";
    public string CriterionCode { get; private init; } = "";
    public string CriterionName { get; private init; } = "";
    public string FieldCode { get; private init; } = "";
    public string FieldName { get; private init; } = "";
    public LeafKind Kind { get; private init; }
    public decimal MaxPoints { get; private init; }
    public decimal Points { get; private init; }

    /// <summary>The appraiser's.</summary>
    public string? Reason { get; private init; }

    public string? Measure { get; private set; }
    public Guid? LeadUnitId { get; private set; }
    public string? LeadCode { get; private set; }
    public string? LeadName { get; private set; }
    public IReadOnlyList<string> CoOrdinators { get; private set; } = [];
    public DateOnly? DueOn { get; private set; }
    public decimal TargetPoints { get; private set; }

    public ItemState State { get; private set; }
    public int Percent { get; private set; }

    /// <summary>What the unit expects to get, by its last report.</summary>
    public decimal? ExpectedPoints { get; private set; }

    public string? LastReport { get; private set; }
    public DateTimeOffset? LastReportAt { get; private set; }

    /// <summary>Grows with every change, so that a form made for an older one is told.</summary>
    public int Revision { get; private set; } = 1;

    public decimal Lost => MaxPoints - Points;

    /// <summary>What counts as regained so far: as reported, else the target of what is done, else nothing.</summary>
    public decimal ReportedPoints => ExpectedPoints ?? (State is ItemState.Done or ItemState.Confirmed ? TargetPoints : Points);

    /// <summary>Null for a leaf on which nothing was lost, that does not apply, or that the plan leaves out.</summary>
    public static RemediationItem? Of(RemediationPlan plan, PlanUnit unit, PlannedLeaf leaf, int position, string? reason)
    {
        var criterion = plan.Group(unit.GroupCode).Criterion(leaf.Code);
        if (!leaf.Applicable || leaf.Points is not { } points || criterion.Kind == LeafKind.Bonus || (criterion.Source == PointSource.Survey && !plan.IncludesSurvey))
        {
            return null;
        }

        var (max, got) = criterion.Kind == LeafKind.Penalty ? (0, -points) : (leaf.MaxPoints, points);
        return got >= max ? null : new RemediationItem
        {
            Id = Guid.CreateVersion7(), PlanId = plan.Id, Position = position, UnitCode = unit.UnitCode, UnitId = unit.UnitId, UnitName = unit.UnitName, GroupCode = unit.GroupCode,
            CriterionCode = criterion.Code, CriterionName = criterion.Name, FieldCode = criterion.FieldCode, FieldName = criterion.FieldName, Kind = criterion.Kind, MaxPoints = max, Points = got,
            Reason = reason, TargetPoints = max, LeadUnitId = unit.UnitId, LeadCode = unit.UnitCode, LeadName = unit.UnitName,
        };
    }

    public bool IsOverdue(DateOnly today) => State is ItemState.NotStarted or ItemState.InProgress && DueOn < today;

    /// <summary>What keeps the plan from being approved; null when nothing does.</summary>
    public string? Gap()
    {
        var missing = new List<string>();
        if (Measure is null)
        {
            missing.Add("biện pháp");
        }

        if (LeadName is null)
        {
            missing.Add("cơ quan chủ trì");
        }

        if (DueOn is null)
        {
            missing.Add("thời hạn");
        }

        return missing.Count == 0 ? null : $"{UnitName} · {CriterionCode}: thiếu {string.Join(", ", missing)}";
    }

    /// <summary>What an edit changes, in words, for the history.</summary>
    public IReadOnlyList<string> Edit(ItemEdit edit, RemediationPlan plan, DateOnly today)
    {
        var (measure, due, target) = (edit.Measure ?? Measure, edit.DueOn ?? DueOn, edit.TargetPoints ?? TargetPoints);
        var coOrdinators = edit.CoOrdinators ?? CoOrdinators;
        if (due != DueOn && due is { } day && (day < today || day > plan.LastDay))
        {
            throw new InvalidInputException("dueOn", $"Thời hạn phải từ hôm nay đến {Day(plan.LastDay)}, ngày kết thúc kế hoạch.");
        }

        if (target < Points || target > MaxPoints)
        {
            throw new InvalidInputException("targetPoints", $"Điểm mục tiêu của tiêu chí {CriterionCode} ở {UnitName} phải từ {Text(Points)} đến {Text(MaxPoints)}.");
        }

        var changes = new List<string>();
        Note("Biện pháp", Measure, measure);
        Note("Cơ quan chủ trì", LeadName, edit.Lead?.Name ?? LeadName);
        Note("Cơ quan phối hợp", string.Join("; ", CoOrdinators), string.Join("; ", coOrdinators));
        Note("Thời hạn", Day(DueOn), Day(due));
        Note("Điểm mục tiêu", Text(TargetPoints), Text(target));
        (Measure, DueOn, TargetPoints, CoOrdinators) = (measure, due, target, coOrdinators);
        if (edit.Lead is { } lead)
        {
            (LeadUnitId, LeadCode, LeadName) = (lead.UnitId, lead.Code, lead.Name);
        }

        Revision++;
        return changes;

        void Note(string what, string? before, string? after)
        {
            if (!string.Equals(before ?? "", after ?? "", StringComparison.Ordinal))
            {
                changes.Add($"{what}: {(string.IsNullOrEmpty(before) ? "chưa có" : before)} → {(string.IsNullOrEmpty(after) ? "chưa có" : after)}");
            }
        }
    }

    public void Report(ItemState state, int percent, decimal? expectedPoints, string text, DateTimeOffset now)
    {
        if (State == ItemState.Confirmed)
        {
            throw new RuleViolationException("remediation-item.confirmed", "Nội dung này đã được xác nhận hoàn thành nên không báo cáo thêm được.");
        }

        if (expectedPoints < Points || expectedPoints > MaxPoints)
        {
            throw new InvalidInputException("expectedPoints", $"Điểm dự kiến phải từ {Text(Points)} đến {Text(MaxPoints)}.");
        }

        (State, Percent, ExpectedPoints, LastReport, LastReportAt) = (state, percent, expectedPoints, text, now);
        Revision++;
    }

    public void Confirm()
    {
        RequireDone();
        State = ItemState.Confirmed;
        Revision++;
    }

    /// <summary>What was reported does not count any more.</summary>
    public void Return()
    {
        RequireDone();
        (State, ExpectedPoints) = (ItemState.InProgress, null);
        Percent = Math.Min(Percent, 99);
        Revision++;
    }

    private void RequireDone()
    {
        if (State != ItemState.Done)
        {
            throw new RuleViolationException("remediation-item.not-done", "Chỉ xác nhận hoặc trả lại nội dung mà đơn vị đã báo cáo hoàn thành.");
        }
    }

    private static string Text(decimal points) => VietnameseNumbers.Exact(points);

    private static string? Day(DateOnly? day) => day?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}

/// <summary>Null leaves as it is.</summary>
public sealed record ItemEdit(string? Measure, LeadUnit? Lead, IReadOnlyList<string>? CoOrdinators, DateOnly? DueOn, decimal? TargetPoints = null);

public enum ItemEntryKind
{
    /// <summary>A unit told how far it is.</summary>
    Report,
    Confirmation,
    Return,

    /// <summary>Home affairs changed an approved plan.</summary>
    Change,
}

/// <summary>One line of an item's history; never changed.</summary>
public sealed class ItemEntry
{
    public required Guid Id { get; init; }
    public required Guid ItemId { get; init; }
    public required ItemEntryKind Kind { get; init; }
    public required DateTimeOffset At { get; init; }
    public required Guid ById { get; init; }
    public required string By { get; init; }

    /// <summary>What was done, or why.</summary>
    public required string Text { get; init; }

    public ItemState? State { get; init; }
    public int? Percent { get; init; }
    public decimal? ExpectedPoints { get; init; }

    /// <summary>Numbers of documents, or links.</summary>
    public string? Evidence { get; init; }

    /// <summary>What was changed.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];
}
