using CCHC.Contracts.Criteria;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Criteria.Calendars;

public enum NoticeKind
{
    /// <summary>A deadline of a phase.</summary>
    Phase,

    /// <summary>A step of the plan.</summary>
    Plan,

    /// <summary>The campaign is about to open.</summary>
    Opening,
}

/// <summary>A reminder that was due: 7, 3 and 1 days before a deadline, on its day, and once it has passed.</summary>
public sealed class Notice
{
    /// <summary>Days before a deadline on which people are reminded; −1 stands for "overdue".</summary>
    public static readonly int[] Days = [7, 3, 1, 0, -1];

    public required Guid Id { get; init; }
    public required Guid CampaignId { get; init; }
    public required NoticeKind Kind { get; init; }

    /// <summary>What is due: a phase with its round, or a step of the plan; the same deadline is announced once per number of days.</summary>
    public required string Subject { get; init; }

    /// <summary>Whom it concerns; empty for those who run the campaign.</summary>
    public required Guid UnitId { get; init; }

    public required string Text { get; init; }
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>One of <see cref="Days"/>.</summary>
    public required int DaysBefore { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The reminder that is due for a deadline, null before the first one.</summary>
    public static int? DueReminder(DateTimeOffset deadline, DateTimeOffset now)
    {
        if (now >= deadline)
        {
            return -1;
        }

        var left = VietnamTime.DateOf(deadline).DayNumber - VietnamTime.DateOf(now).DayNumber;
        return Days.Where(days => days >= left).Select(days => (int?)days).Min();
    }
}
