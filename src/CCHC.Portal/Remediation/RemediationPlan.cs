using System.Globalization;
using CCHC.Portal.Gateway;
using CCHC.Portal.RespondentLists;

namespace CCHC.Portal.Remediation;

public enum PlanState
{
    Draft,
    Approved,
    Closed,
}

public enum ItemState
{
    NotStarted,
    InProgress,
    Done,
    Confirmed,
}

/// <summary>Plans that the person reads, and published results that have none yet.</summary>
public sealed record PlanList(IReadOnlyList<PlanRow> Items, int Total, int Page, int PageSize, IReadOnlyList<PublishedResult> WithoutPlan);

public sealed record PlanRow(
    Guid Id, string Campaign, string CampaignName, int ResultYear, int Year, PlanState State, bool Imported, int Units, int Items, int Done, int Overdue, DateTimeOffset CreatedAt, DateTimeOffset? ApprovedAt);

public sealed record PublishedResult(string Campaign, string CampaignName, int Year, bool Imported);

/// <summary>A plan without its items.</summary>
public sealed record RemediationPlan(
    Guid Id, string Campaign, string CampaignName, int ResultYear, int Year, PlanState State, bool Imported, bool IncludesSurvey, DateOnly LastDay, DateTimeOffset CreatedAt, string CreatedBy,
    DateTimeOffset? ApprovedAt, string? ApprovedBy, int Kept, int Items, int Unready, int Done, int Overdue, int Waiting, decimal Lost, bool MayEdit, bool MayApprove,
    IReadOnlyList<PlannedUnit> Units, IReadOnlyList<PlannedLead> Leads, IReadOnlyList<PlannedCriterion> Criteria);

public sealed record PlannedUnit(string Code, string Name, string Group, int? Rank, decimal? Index, string? Class, int Kept, int Items);

public sealed record PlannedLead(string Name, int Items);

public sealed record PlannedCriterion(string Code, string Name, int Items);

/// <summary>A leaf at full points, which is to be kept.</summary>
public sealed record KeptLeaf(string UnitCode, string UnitName, string CriterionCode, string CriterionName, string FieldCode, string FieldName, decimal MaxPoints);

/// <summary>A leaf that lost points, and what is done about it.</summary>
public sealed record RemediationItem(
    Guid Id, Guid PlanId, string CampaignName, int ResultYear, PlanState PlanState, string UnitCode, string UnitName, string CriterionCode, string CriterionName, string FieldCode, string FieldName,
    decimal MaxPoints, decimal Points, decimal Lost, string? Reason, string? Measure, string? LeadCode, string? LeadName, bool LeadKnown, IReadOnlyList<string> CoOrdinators, DateOnly? DueOn,
    decimal TargetPoints, ItemState State, int Percent, decimal? ExpectedPoints, bool Overdue, string? LastReport, DateTimeOffset? LastReportAt, int Revision)
{
    public string Anchor => $"nd-{Id:N}";

    /// <summary>The last minute of the due date.</summary>
    public DateTimeOffset? DueAt => DueOn is { } day ? ListDay.End(day) : null;

    public bool IsOpen => State is ItemState.NotStarted or ItemState.InProgress;
}

public enum EntryKind
{
    Report,
    Confirmation,
    Return,
    Change,
}

public sealed record ItemEntry(
    EntryKind Kind, DateTimeOffset At, string By, string Text, ItemState? State, int? Percent, decimal? ExpectedPoints, string? Evidence, IReadOnlyList<string> Changes);

public sealed record ItemDetails(RemediationItem Item, DateOnly LastDay, bool MayEdit, bool MayReport, IReadOnlyList<ItemEntry> History);

/// <summary>How far a plan is.</summary>
public sealed record ProgressBoard(Guid Id, ProgressRow Total, IReadOnlyList<ProgressRow> Units, IReadOnlyList<ProgressRow> Leads);

public sealed record ProgressRow(string? Code, string Name, int Items, int NotStarted, int InProgress, int Done, int Confirmed, int Overdue, decimal Lost, decimal Regained)
{
    public int Finished => Done + Confirmed;
}

/// <summary>What would become of the ranking.</summary>
public sealed record Forecast(Guid Id, IReadOnlyList<ForecastGroup> Groups);

public sealed record ForecastGroup(string Code, string Name, decimal? PublishedMean, decimal? MetMean, decimal? ReportedMean, IReadOnlyList<ForecastUnit> Units);

public sealed record ForecastUnit(string Code, string Name, ForecastPlace Published, ForecastPlace Met, ForecastPlace Reported);

public sealed record ForecastPlace(decimal? Index, int? Rank, bool Shared, string? Class, decimal Points, decimal MaxPoints);

/// <summary>What is due soon or late, for the home page.</summary>
public sealed record Reminders(IReadOnlyList<Reminder> Items, int Total, int Overdue, int Waiting);

public sealed record Reminder(Guid PlanId, Guid ItemId, string CampaignName, string UnitName, string CriterionCode, string CriterionName, string? LeadName, DateOnly DueOn, bool Overdue)
{
    public DateTimeOffset DueAt => ListDay.End(DueOn);
}

/// <summary>A form that was not taken, as it was typed.</summary>
/// <param name="Deed">Which form of the page.</param>
/// <param name="Typed">By field.</param>
/// <param name="Errors">By the id of the field on the page.</param>
/// <param name="Problem">What has no place beside a field.</param>
public sealed record Refusal(string Deed, IReadOnlyDictionary<string, string> Typed, IReadOnlyDictionary<string, string> Errors, Problem? Problem)
{
    public int Status => Problem?.Status ?? StatusCodes.Status400BadRequest;

    /// <summary>A service's refusal, beside the fields it names as far as the form has them; what is about none stands above.</summary>
    public static Refusal Of(string deed, IFormCollection form, Problem problem, params IReadOnlyList<string> fields)
    {
        var said = problem.ByField.Select(error => (Field: fields.FirstOrDefault(field => IsOf(error.Field, field)), error.Text)).ToList();
        var placed = said.Count > 0 && said.TrueForAll(error => error.Field is not null);
        return new Refusal(
            deed, TypedOf(form),
            placed ? said.GroupBy(error => $"f-{error.Field}", StringComparer.Ordinal).ToDictionary(field => field.Key, field => string.Join(' ', field.Select(error => error.Text)), StringComparer.Ordinal)
                : new Dictionary<string, string>(StringComparer.Ordinal),
            placed ? null : problem);
    }

    public static Refusal Of(string deed, IFormCollection form, IReadOnlyDictionary<string, string> errors) => new(deed, TypedOf(form), errors, Problem: null);

    private static Dictionary<string, string> TypedOf(IFormCollection form) => form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);

    private static bool IsOf(string member, string field) =>
        member.Equals(field, StringComparison.OrdinalIgnoreCase) || member.StartsWith($"{field}.", StringComparison.OrdinalIgnoreCase) || member.StartsWith($"{field}[", StringComparison.OrdinalIgnoreCase);
}

internal static class RefusalExtensions
{
    private static readonly Dictionary<string, string> None = new(StringComparer.Ordinal);

    /// <summary>What was typed into the form, or what stands there.</summary>
    public static string Value(this Refusal? refused, string deed, string field, string? stands) =>
        refused?.Deed == deed ? refused.Typed.GetValueOrDefault(field, "") : stands ?? "";

    public static IReadOnlyDictionary<string, string> ErrorsOf(this Refusal? refused, string deed) => refused?.Deed == deed ? refused.Errors : None;
}

/// <summary>Which items to show, and in which order; stands in the address.</summary>
public sealed record ItemFilter(string? Unit, string? Lead, string? Criterion, string? State, string? Sort, int Page)
{
    /// <summary>In place of a state: late.</summary>
    public const string Late = "qua-han";

    public static ItemFilter Read(IQueryCollection query) => new(
        Text(query["donVi"]), Text(query["chuTri"]), Text(query["tieuChi"]), Text(query["tt"]), Text(query["sap"]), int.TryParse(query["trang"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and <= 100_000 ? page : 1);

    public bool IsEmpty => Unit is null && Lead is null && Criterion is null && State is null;

    /// <summary>With the leading question mark; empty where nothing is asked.</summary>
    public string Query => Build(("donVi", Unit), ("chuTri", Lead), ("tieuChi", Criterion), ("tt", State), ("sap", Sort), ("trang", Page > 1 ? Whole(Page) : null));

    public string ApiQuery(int pageSize) => Build(
        ("unit", Unit), ("lead", Lead), ("criterion", Criterion), ("state", State == Late ? null : State switch { "thieu" => "unready", "chua" => "notStarted", "dang" => "inProgress", "xong" => "done", "xac-nhan" => "confirmed", _ => null }),
        ("overdue", State == Late ? "true" : null), ("sort", Sort switch { "diem" => "lost", "han" => "due", "tieu-chi" => "criterion", _ => null }), ("page", Whole(Page)), ("pageSize", Whole(pageSize)));

    /// <summary>Only a query of this page, whatever a form brings back.</summary>
    public static string Back(string? query) => query is { Length: > 1 } && query[0] == '?' && !query.Any(char.IsControl) ? query : "";

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Build(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = new QueryString();
        foreach (var (name, value) in parts)
        {
            query = value is null ? query : query.Add(name, value);
        }

        return query.ToUriComponent();
    }
}
