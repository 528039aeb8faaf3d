using CCHC.Contracts.Criteria;
using CCHC.Criteria.Calendars;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Criteria.Campaigns;

/// <summary>The phases of a campaign in time: they open strictly one after the other, by hand or by the calendar.</summary>
public sealed partial class Campaign
{
    /// <summary>Who acts when nobody does.</summary>
    public const string Clockwork = "Hệ thống, theo lịch";

    /// <summary>Between the end of a practice copy and its wiping, so that what is still under way arrives first.</summary>
    public static readonly TimeSpan WipeDelay = TimeSpan.FromMinutes(10);

    private readonly List<CalendarStep> _calendar = [];
    private readonly List<GrantedExtension> _extensions = [];
    private readonly List<JournalEntry> _journal = [];

    public IReadOnlyList<CalendarStep> Calendar => _calendar;

    public IReadOnlyList<GrantedExtension> Extensions => _extensions;

    public IReadOnlyList<JournalEntry> Journal => _journal;

    /// <summary>When a practice copy was closed to be wiped.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the clock has to look at this campaign next; null for never.</summary>
    public DateTimeOffset? NextDueAt { get; private set; }

    public CalendarStep? CurrentStep => _calendar.Find(step => step.Is(Phase, Round));

    public DateTimeOffset? PhaseOpenedAt => CurrentStep?.OpenedAt;

    /// <summary>The minute at which the current phase closes or has closed, without extensions.</summary>
    public DateTimeOffset? ClosesAt => CurrentStep is { } step ? step.ClosedAt ?? step.ClosesAt : null;

    public bool PhaseOpen => CurrentStep is { OpenedAt: not null, ClosedAt: null };

    /// <summary>The only phase that may be opened now; null when the result alone is awaited.</summary>
    public (CampaignPhase Phase, int Round)? NextPhase
    {
        get
        {
            var phases = PhasesOf(Rounds);
            var current = phases.IndexOf((Phase, Round));
            return Phase == CampaignPhase.Published || current == phases.Count - 1 ? null : phases[current + 1];
        }
    }

    /// <summary>The phases of a campaign in the order of its year.</summary>
    public static List<(CampaignPhase Phase, int Round)> PhasesOf(int rounds) =>
    [
        .. Enumerable.Range(1, rounds).SelectMany(round => new[] { (CampaignPhase.SelfAssessment, round), (CampaignPhase.Appraisal, round) }),
        (CampaignPhase.Council, rounds),
        (CampaignPhase.Publication, rounds),
    ];

    /// <summary>Replaces the dates of phases that have not opened yet, and the closing of the one that is open.</summary>
    public void SetCalendar(IReadOnlyList<PlannedPhase> planned, DateTimeOffset now, string by)
    {
        CalendarRules.Check(PhasesOf(Rounds), planned, _calendar, now);
        foreach (var plan in planned)
        {
            StepOf(plan.Phase, plan.Round).Plan(plan.OpensAt, plan.ClosesAt);
        }

        _calendar.RemoveAll(step => step.OpenedAt is null && !planned.Any(plan => step.Is(plan.Phase, plan.Round)));
        AfterChange(now, by, "Đặt lịch các bước của kỳ đánh giá");
    }

    /// <summary>Opens the next phase now and ends the one before.</summary>
    public void OpenPhase(CampaignPhase phase, int round, DateTimeOffset now, string by)
    {
        if (EndedAt is not null || NextPhase is not { } next)
        {
            throw new RuleViolationException("campaign.no-next-phase", "Kỳ đánh giá đã qua các bước đánh giá; chỉ còn công bố kết quả.");
        }

        if (next != (phase, round))
        {
            throw new RuleViolationException(
                "campaign.phase-out-of-order",
                $"Chưa mở được “{PhaseNames.Of(phase, round)}”: bước kế tiếp là “{PhaseNames.Of(next.Phase, next.Round)}”.");
        }

        CloseCurrentStep(now);
        (Phase, Round) = (phase, round);
        StepOf(phase, round).Open(now, byHand: by != Clockwork);
        AfterChange(now, by, $"Mở bước “{PhaseNames.Of(phase, round)}”");
    }

    /// <summary>Closes the current phase before its time.</summary>
    public void ClosePhase(DateTimeOffset now, string by, string reason)
    {
        if (!PhaseOpen)
        {
            throw new RuleViolationException("campaign.phase-not-open", "Không có bước nào đang mở để đóng.");
        }

        CloseCurrentStep(now);
        AfterChange(now, by, $"Đóng bước “{PhaseNames.Of(Phase, Round)}” trước hạn", reason);
    }

    /// <summary>Grants a later deadline, or takes a phase back; leaves a trace with the reason.</summary>
    public void Extend(GrantedExtension extension, DateTimeOffset now)
    {
        ExtensionRules.Check(this, extension, now);
        extension.Number = _extensions.Count == 0 ? 1 : _extensions.Max(x => x.Number) + 1;
        _extensions.Add(extension);
        if (extension.IsForAll)
        {
            TakeBackTo(extension, now);
        }

        if (extension is { Reopens: true, Phase: CampaignPhase.SelfAssessment })
        {
            foreach (var member in MembersOf(extension))
            {
                member.Reopen(extension.Round);
            }
        }

        var deed = extension.Reopens ? "Mở lại" : "Gia hạn";
        AfterChange(
            now, extension.GrantedBy,
            $"{deed} “{PhaseNames.Of(extension.Phase, extension.Round)}” đến {LocalTime.Text(extension.Until)} cho {extension.Subject(_groups)}", extension.Reason);
    }

    /// <summary>The deadline of a unit in the phase, extensions considered; null for none.</summary>
    public DateTimeOffset? DeadlineOf(CampaignPhase phase, int round, string groupCode, Guid unitId) =>
        _extensions.Where(extension => extension.ToContract().Fits(phase, round, groupCode, unitId)).MaxBy(extension => extension.Number)?.Until
        ?? _calendar.Find(step => step.Is(phase, round))?.ClosesAt;

    /// <summary>
    /// Does the first thing that is due and says whether it did something: called again until nothing is. Time may have jumped over several changes;
    /// they happen in their order, each on the record.
    /// </summary>
    public bool Advance(DateTimeOffset now)
    {
        if (NextDueAt is null || NextDueAt > now)
        {
            return false;
        }

        if (EndsAt <= now && EndedAt is null)
        {
            CloseCurrentStep(now);
            EndedAt = now;
            AfterChange(now, Clockwork, "Kỳ tập huấn kết thúc; số liệu sẽ được xóa");
        }
        else if (CurrentStep is { ClosedAt: null, OpenedAt: not null } current && current.ClosesAt <= now)
        {
            current.Close(current.ClosesAt!.Value);
            AfterChange(now, Clockwork, $"Đóng bước “{PhaseNames.Of(Phase, Round)}”");
        }
        else if (NextStep is { } next && next.OpensAt <= now)
        {
            OpenPhase(next.Phase, next.Round, now, Clockwork);
        }
        else
        {
            Schedule();
            return false;
        }

        return true;
    }

    /// <summary>Whether a practice copy has been closed for long enough to be deleted.</summary>
    public bool IsToBeWiped(DateTimeOffset now) => EndedAt + WipeDelay <= now;

    private CalendarStep? NextStep => NextPhase is { } next ? _calendar.Find(step => step.Is(next.Phase, next.Round)) : null;

    private DateTimeOffset? EndsAt => Practice && WipeOn is { } day ? LocalTime.StartOf(day) : null;

    private CalendarStep StepOf(CampaignPhase phase, int round)
    {
        var step = _calendar.Find(step => step.Is(phase, round));
        if (step is null)
        {
            step = new CalendarStep(phase, round, PhasesOf(Rounds).IndexOf((phase, round)));
            _calendar.Add(step);
        }

        return step;
    }

    private IEnumerable<CampaignMember> MembersOf(GrantedExtension extension)
    {
        var granted = extension.ToContract();
        return _groups.SelectMany(group => group.Members.Where(member => granted.Reaches(group.Code, member.UnitId)));
    }

    private void CloseCurrentStep(DateTimeOffset now)
    {
        if (CurrentStep is { OpenedAt: not null, ClosedAt: null } step)
        {
            step.Close(now);
        }
    }

    /// <summary>Later phases that had begun begin anew: the next one by itself when the extension ends, those after it by hand.</summary>
    private void TakeBackTo(GrantedExtension extension, DateTimeOffset now)
    {
        (Phase, Round) = (extension.Phase, extension.Round);
        var step = StepOf(Phase, Round);
        step.Reopen(extension.Until);
        foreach (var (later, i) in _calendar.Where(x => x.Position > step.Position).OrderBy(x => x.Position).Select((x, i) => (x, i)))
        {
            if (later.OpenedAt is not null || later.OpensAt < extension.Until)
            {
                later.Postpone(i == 0 ? extension.Until : null);
            }
        }
    }

    private void DropStepsBeyondRounds() => _calendar.RemoveAll(step => !PhasesOf(Rounds).Contains((step.Phase, step.Round)));

    private void AfterChange(DateTimeOffset now, string by, string text, string? reason = null)
    {
        Revision++;
        Schedule();
        Note(now, by, text, reason);
    }

    /// <summary>Every unit was appraised in this round.</summary>
    public void NoteRoundAppraised(int round, int units, DateTimeOffset at) => Note(at, "Hội đồng thẩm định", $"Thẩm định xong lần {round}: {units} đơn vị");

    private void Note(DateTimeOffset now, string by, string text, string? reason = null) => _journal.Add(new JournalEntry(now, by, text, reason));

    private void Schedule()
    {
        var closing = CurrentStep is { OpenedAt: not null, ClosedAt: null } current ? current.ClosesAt : null;
        var opening = Phase == CampaignPhase.Draft && PreparedAt is null ? null : NextStep?.OpensAt;
        NextDueAt = EndedAt is { } ended ? ended + WipeDelay : new[] { closing, opening, EndsAt }.Min();
    }
}
