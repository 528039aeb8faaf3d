using CCHC.Contracts.Criteria;

namespace CCHC.Criteria.Calendars;

/// <summary>A phase in the calendar of a campaign: when it should open and close, and when it did.</summary>
public sealed class CalendarStep
{
    private CalendarStep()
    {
    }

    internal CalendarStep(CampaignPhase phase, int round, int position) => (Phase, Round, Position) = (phase, round, position);

    public CampaignPhase Phase { get; private set; }
    public int Round { get; private set; }

    /// <summary>In the order of the year, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>Null: opened by hand.</summary>
    public DateTimeOffset? OpensAt { get; private set; }

    /// <summary>Null: open until the next phase opens.</summary>
    public DateTimeOffset? ClosesAt { get; private set; }

    public DateTimeOffset? OpenedAt { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }

    public bool Is(CampaignPhase phase, int round) => Phase == phase && Round == round;

    internal void Plan(DateTimeOffset? opensAt, DateTimeOffset? closesAt)
    {
        if (OpenedAt is null)
        {
            OpensAt = opensAt;
        }

        if (ClosedAt is null)
        {
            ClosesAt = closesAt;
        }
    }

    /// <summary>Opened by hand after its planned end, it does not close at once; the calendar, late as it may be, keeps to its plan.</summary>
    internal void Open(DateTimeOffset now, bool byHand)
    {
        (OpenedAt, ClosedAt) = (now, null);
        OpensAt ??= now;
        if (byHand && ClosesAt <= now)
        {
            ClosesAt = null;
        }
    }

    internal void Close(DateTimeOffset at) => ClosedAt = at < OpenedAt ? OpenedAt : at;

    internal void Reopen(DateTimeOffset until)
    {
        (ClosesAt, ClosedAt) = (until, null);
        OpenedAt ??= until;
    }

    internal void Postpone(DateTimeOffset? opensAt)
    {
        (OpensAt, OpenedAt, ClosedAt) = (opensAt, null, null);
        if (opensAt is null || ClosesAt <= opensAt)
        {
            ClosesAt = null;
        }
    }
}

/// <summary>What home affairs wants of a phase.</summary>
public sealed record PlannedPhase(CampaignPhase Phase, int Round, DateTimeOffset? OpensAt, DateTimeOffset? ClosesAt);
