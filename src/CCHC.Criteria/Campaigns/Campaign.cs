using CCHC.Contracts.Criteria;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Criteria.Campaigns;

/// <summary>One year's measurement of several unit groups (kỳ đánh giá); its phases open strictly one after the other.</summary>
public sealed class Campaign
{
    private List<CampaignUnitGroup> _groups = [];

    public Guid Id { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int Year { get; private set; }

    /// <summary>Appraisal rounds, 1 … 3.</summary>
    public int Rounds { get; private set; }

    public bool SurveyHeld { get; private set; }
    public CampaignPhase Phase { get; private set; }
    public int Round { get; private set; }
    public int Revision { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? PhaseOpenedAt { get; private set; }

    public IReadOnlyList<CampaignUnitGroup> Groups => _groups;

    public static Campaign Draft(
        string code, string name, int year, int rounds, bool surveyHeld, IEnumerable<CampaignUnitGroup> groups, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(),
            Code = code,
            Name = name,
            Year = year,
            Rounds = rounds,
            SurveyHeld = surveyHeld,
            _groups = [.. groups],
            CreatedAt = now,
        };

    /// <summary>The only phase that may be opened now; null when the result alone is awaited.</summary>
    public (CampaignPhase Phase, int Round)? NextPhase => Phase switch
    {
        CampaignPhase.Draft => (CampaignPhase.SelfAssessment, 1),
        CampaignPhase.SelfAssessment => (CampaignPhase.Appraisal, Round),
        CampaignPhase.Appraisal when Round < Rounds => (CampaignPhase.SelfAssessment, Round + 1),
        CampaignPhase.Appraisal => (CampaignPhase.Council, Round),
        _ => null,
    };

    public void OpenPhase(CampaignPhase phase, int round, DateTimeOffset now)
    {
        if (NextPhase is not { } next)
        {
            throw new RuleViolationException("campaign.no-next-phase", "Kỳ đánh giá đã qua các bước đánh giá; chỉ còn công bố kết quả.");
        }

        if (next != (phase, round))
        {
            throw new RuleViolationException(
                "campaign.phase-out-of-order",
                $"Chưa mở được “{PhaseNames.Of(phase, round)}”: bước kế tiếp là “{PhaseNames.Of(next.Phase, next.Round)}”.");
        }

        (Phase, Round, PhaseOpenedAt) = (phase, round, now);
        Revision++;
    }

    /// <summary>Ranking made the result public; a second copy of the news changes nothing.</summary>
    public void MarkPublished() => Phase = CampaignPhase.Published;

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
    };
}
