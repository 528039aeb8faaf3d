namespace CCHC.Criteria.Calendars;

/// <summary>What was done to a campaign, by whom and why; only ever added to.</summary>
public sealed class JournalEntry
{
    private JournalEntry()
    {
    }

    internal JournalEntry(DateTimeOffset at, string by, string text, string? reason) =>
        (At, By, Text, Reason) = (at, by, text, reason);

    /// <summary>The order in which things were done, also within one moment.</summary>
    public long Sequence { get; private set; }

    public DateTimeOffset At { get; private set; }
    public string By { get; private set; } = "";
    public string Text { get; private set; } = "";
    public string? Reason { get; private set; }
}
