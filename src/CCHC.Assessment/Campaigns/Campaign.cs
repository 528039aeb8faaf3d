using CCHC.Contracts.Criteria;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Assessment.Campaigns;

/// <summary>A campaign as Criteria last told of it.</summary>
public sealed class Campaign
{
    /// <summary>Name of the column that tells one state of the row from another.</summary>
    internal const string RowVersion = "RowVersion";

    private readonly List<CampaignGroupCopy> _groups = [];

    public Guid Id { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int Year { get; private set; }
    public CampaignPhase Phase { get; private set; }
    public int Round { get; private set; }
    public int Rounds { get; private set; }
    public int Revision { get; private set; }

    /// <summary>The government that runs the campaign; null for the province.</summary>
    public Guid? OwnerUnitId { get; private set; }

    public bool Practice { get; private set; }
    public DateTimeOffset? ClosesAt { get; private set; }

    /// <summary>Deadline of this round's self-assessment, also once the campaign has moved on.</summary>
    public DateTimeOffset? SelfAssessmentClosesAt { get; private set; }

    /// <summary>Days after its deadline within which a unit may still submit, marked as late.</summary>
    public int LateDays { get; private set; }

    /// <summary>Round 2 onwards opens every leaf, not only what the council cut or asked about.</summary>
    public bool LaterRoundsOpenAll { get; private set; }

    public IReadOnlyList<PhaseExtension> Extensions { get; private set; } = [];

    public IReadOnlyList<CampaignGroupCopy> Groups => _groups;

    public static Campaign From(CampaignChanged changed)
    {
        var campaign = new Campaign { Id = changed.CampaignId };
        campaign.Apply(changed);
        return campaign;
    }

    /// <summary>False when the copy is stale. Groups and sets follow the draft and never change once the campaign is open.</summary>
    public bool Apply(CampaignChanged changed)
    {
        if (changed.Revision <= Revision)
        {
            return false;
        }

        if (Phase == CampaignPhase.Draft)
        {
            Replace(changed.Groups);
        }

        (Code, Name, Year, Phase, Round, Rounds, Revision) =
            (changed.Code, changed.Name, changed.Year, changed.Phase, changed.Round, changed.Rounds, changed.Revision);
        (OwnerUnitId, Practice, ClosesAt, Extensions) = (changed.OwnerUnitId, changed.Practice, changed.ClosesAt, changed.Extensions);
        (SelfAssessmentClosesAt, LateDays, LaterRoundsOpenAll) = (changed.SelfAssessmentClosesAt, changed.LateDays, changed.LaterRoundsOpenAll);
        return true;
    }

    /// <summary>Whether a sheet takes work, by the time its request arrived: what was on its way at the deadline still counts.</summary>
    public SubmissionWindow SelfAssessmentWindow(int round, string groupCode, Guid unitId, DateTimeOffset arrival)
    {
        var phase = PhaseWindow.Of(CampaignPhase.SelfAssessment, round, Phase, Round, ClosesAt, Extensions, groupCode, unitId, arrival);
        var deadline = phase.ClosesAt ?? (round == Round ? SelfAssessmentClosesAt : null);
        var started = Phase != CampaignPhase.Draft && Phase != CampaignPhase.Published;
        var lateUntil = LateDays > 0 && started ? deadline?.AddDays(LateDays) : null;
        return new SubmissionWindow(phase.Open || (started && arrival < deadline), deadline, lateUntil, arrival);
    }

    /// <exception cref="RuleViolationException">The sheet takes no work at this time, in time or late.</exception>
    public SubmissionWindow RequireSelfAssessmentOpen(int round, string groupCode, Guid unitId, DateTimeOffset arrival)
    {
        var window = SelfAssessmentWindow(round, groupCode, unitId, arrival);
        return window.TakesWork
            ? window
            : throw new RuleViolationException(
                "campaign.phase-closed",
                $"Bước tự đánh giá lần {round} đã đóng{window.ClosedText} nên phiếu chỉ xem được. Nếu cần nhập tiếp, đề nghị cơ quan chủ trì kỳ đánh giá gia hạn.");
    }

    public CampaignGroupCopy Group(string code) => _groups.Single(group => group.Code == code);

    public CriteriaSetSnapshot SetOf(string groupCode) => Group(groupCode).CriteriaSet;

    private void Replace(IReadOnlyList<CampaignGroup> groups)
    {
        _groups.RemoveAll(known => groups.All(group => group.Code != known.Code));
        foreach (var group in groups)
        {
            var known = _groups.Find(x => x.Code == group.Code);
            if (known is null)
            {
                _groups.Add(new CampaignGroupCopy(group));
            }
            else
            {
                known.Apply(group);
            }
        }
    }
}

/// <summary>A group with the set its units are measured by and who answers for them.</summary>
public sealed class CampaignGroupCopy
{
    private CampaignGroupCopy()
    {
    }

    public CampaignGroupCopy(CampaignGroup group)
    {
        Code = group.Code;
        Apply(group);
    }

    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public CriteriaSetSnapshot CriteriaSet { get; private set; } = null!;

    /// <summary>The penalty leaf that counts the days of a late submission; null takes no points for it.</summary>
    public string? LatePenaltyLeaf { get; private set; }

    /// <summary>Who answers a leaf in place of the unit that is measured.</summary>
    public IReadOnlyList<LeafResponsibility> Responsibilities { get; private set; } = [];

    internal void Apply(CampaignGroup group) =>
        (Name, CriteriaSet, Responsibilities, LatePenaltyLeaf) = (group.Name, group.CriteriaSet, group.Responsibilities, group.LatePenaltyLeaf);
}
