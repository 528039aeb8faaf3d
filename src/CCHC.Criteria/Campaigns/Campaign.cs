using CCHC.Contracts.Criteria;
using CCHC.Criteria.Calendars;
using CCHC.Criteria.Plans;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;

namespace CCHC.Criteria.Campaigns;

/// <summary>One year's measurement of several unit groups (kỳ đánh giá), run by the province or by a government below it.</summary>
public sealed partial class Campaign
{
    private readonly List<CampaignUnitGroup> _groups = [];
    private readonly List<PlanStep> _planSteps = [];

    public Guid Id { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int Year { get; private set; }

    /// <summary>Appraisal rounds, 1 … 3.</summary>
    public int Rounds { get; private set; }

    public bool SurveyHeld { get; private set; }

    /// <summary>Days after its deadline within which a unit may still submit, marked as late.</summary>
    public int LateDays { get; private set; }

    /// <summary>Round 2 onwards opens every leaf again, not only what the council cut or asked about.</summary>
    public bool LaterRoundsOpenAll { get; private set; }

    /// <summary>The government that runs it; null for the province.</summary>
    public Guid? OwnerUnitId { get; private set; }

    public string? OwnerName { get; private set; }
    public CampaignPhase Phase { get; private set; }
    public int Round { get; private set; }
    public int Revision { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When council and survey were last told of the draft; until then the calendar does not open it.</summary>
    public DateTimeOffset? PreparedAt { get; private set; }

    public bool Practice { get; private set; }

    /// <summary>The campaign that a practice copy was made from.</summary>
    public Guid? PracticeOf { get; private set; }

    /// <summary>The local day at whose start a practice copy ends.</summary>
    public DateOnly? WipeOn { get; private set; }

    /// <summary>Units that have a part in it, measured or answering, so that their people find it.</summary>
    public Guid[] ParticipantUnitIds { get; private set; } = [];

    public string? PlanNumber { get; private set; }
    public DateOnly? PlanIssuedOn { get; private set; }

    public IReadOnlyList<CampaignUnitGroup> Groups => _groups;

    public IReadOnlyList<PlanStep> PlanSteps => _planSteps;

    public static Campaign Draft(CampaignDraft draft, DateTimeOffset now, string by)
    {
        var campaign = new Campaign { Id = Guid.CreateVersion7(), Code = draft.Code, CreatedAt = now };
        campaign.Take(draft);
        campaign.Note(now, by, "Lập dự thảo kỳ đánh giá");
        return campaign;
    }

    /// <summary>Replaces what was drawn up; the code stays, for papers already name it.</summary>
    public void Redraft(CampaignDraft draft, DateTimeOffset now, string by)
    {
        RequireDraft("sửa");
        Take(draft);
        DropStepsBeyondRounds();
        if (PreparedAt is not null)
        {
            Revision++;
        }

        Note(now, by, "Sửa dự thảo kỳ đánh giá");
    }

    /// <summary>A copy to train with: same groups, units and sets, no plan and no calendar.</summary>
    public Campaign CopyForPractice(string code, string name, DateOnly wipeOn, DateTimeOffset now, string by)
    {
        if (Practice)
        {
            throw new RuleViolationException("campaign.practice-of-practice", "Đây đã là kỳ tập huấn; hãy tạo bản tập huấn từ kỳ đánh giá thật.");
        }

        if (wipeOn <= VietnamTime.DateOf(now))
        {
            throw new RuleViolationException("campaign.wipe-day-past", "Ngày xóa kỳ tập huấn phải sau hôm nay.") { Field = "wipeOn" };
        }

        var copy = Draft(new CampaignDraft(code, name, Year, Rounds, SurveyHeld, OwnerUnitId, OwnerName, [.. _groups.Select(group => group.Copy())], LateDays, LaterRoundsOpenAll), now, by);
        (copy.Practice, copy.PracticeOf, copy.WipeOn) = (true, Id, wipeOn);
        copy.Schedule();
        return copy;
    }

    /// <summary>Lets the council be appointed and surveys be drawn up before the opening; may be repeated after changes.</summary>
    public void Prepare(DateTimeOffset now, string by)
    {
        RequireDraft("chuẩn bị");
        PreparedAt = now;
        Revision++;
        Schedule();
        Note(now, by, "Chuẩn bị: báo cho hội đồng thẩm định và điều tra xã hội học");
    }

    public void RequireDraft(string deed)
    {
        if (Phase != CampaignPhase.Draft)
        {
            throw new RuleViolationException(
                "campaign.not-draft", $"Kỳ đánh giá đã mở nên không {deed} được: các đơn vị đang làm theo bộ tiêu chí và danh sách đã ban hành.");
        }
    }

    /// <summary>Ranking made the result public; a second copy of the news changes nothing.</summary>
    public void MarkPublished(DateTimeOffset at)
    {
        if (Phase == CampaignPhase.Published)
        {
            return;
        }

        CloseCurrentStep(at);
        Phase = CampaignPhase.Published;
        Schedule();
        Note(at, Clockwork, "Kết quả đã được công bố");
    }

    public void SetPlan(string? number, DateOnly? issuedOn) => (PlanNumber, PlanIssuedOn) = (number, issuedOn);

    public void AddPlanStep(PlanStep step)
    {
        step.Position = _planSteps.Count == 0 ? 1 : _planSteps.Max(x => x.Position) + 1;
        _planSteps.Add(step);
    }

    public CampaignChanged ToChangedEvent() => new()
    {
        CampaignId = Id,
        Revision = Revision,
        Code = Code,
        Name = Name,
        Year = Year,
        Phase = Phase,
        Round = Round,
        Rounds = Rounds,
        SurveyHeld = SurveyHeld,
        Groups = [.. _groups.OrderBy(group => group.Code, StringComparer.Ordinal).Select(group => group.ToContract())],
        OwnerUnitId = OwnerUnitId,
        Practice = Practice,
        ClosesAt = ClosesAt,
        SelfAssessmentClosesAt = _calendar.Find(step => step.Is(CampaignPhase.SelfAssessment, Round)) is { } step ? step.ClosedAt ?? step.ClosesAt : null,
        LateDays = LateDays,
        LaterRoundsOpenAll = LaterRoundsOpenAll,
        Extensions = [.. _extensions.OrderBy(extension => extension.Number).Select(extension => extension.ToContract())],
    };

    private void Take(CampaignDraft draft)
    {
        (Name, Year, Rounds, SurveyHeld) = (draft.Name, draft.Year, draft.Rounds, draft.SurveyHeld);
        (OwnerUnitId, OwnerName) = (draft.OwnerUnitId, draft.OwnerName);
        (LateDays, LaterRoundsOpenAll) = (draft.LateDays, draft.LaterRoundsOpenAll);
        _groups.Clear();
        _groups.AddRange(draft.Groups);
        ParticipantUnitIds = [.. _groups.SelectMany(group => group.ParticipantUnitIds()).Distinct().Order()];
    }
}

/// <summary>What home affairs draws up, checked and with names filled in.</summary>
public sealed record CampaignDraft(
    string Code, string Name, int Year, int Rounds, bool SurveyHeld, Guid? OwnerUnitId, string? OwnerName, IReadOnlyList<CampaignUnitGroup> Groups,
    int LateDays, bool LaterRoundsOpenAll);
