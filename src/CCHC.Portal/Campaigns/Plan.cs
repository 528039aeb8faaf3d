namespace CCHC.Portal.Campaigns;

/// <summary>The plan of a campaign, as it stands in the official document.</summary>
public sealed record Plan(string? Number, DateOnly? IssuedOn, IReadOnlyList<PlanStep> Steps);

public sealed record PlanStep(
    Guid Id, int Position, string Name, Guid? LeadUnitId, string? LeadName, string? Coordinators, DateOnly? DueOn, string? DueText, string? Product, string State,
    DateOnly? DoneOn, string? DoneNote, int? DaysLeft, IReadOnlyList<PlanFile>? Files)
{
    public bool IsDone => State == "done";

    public bool IsOverdue => State == "overdue";

    /// <summary>The time as the plan words it, else the date.</summary>
    public string Due => !string.IsNullOrWhiteSpace(DueText) ? DueText : DueOn is { } day ? Formats.Date(day) : "–";
}

public sealed record PlanFile(Guid Id, string Name, long Size);
