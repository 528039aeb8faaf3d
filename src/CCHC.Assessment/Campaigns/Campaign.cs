using CCHC.Contracts.Criteria;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Assessment.Campaigns;

/// <summary>A campaign as Criteria last told of it.</summary>
public sealed class Campaign
{
    private List<CampaignGroupCopy> _groups = [];

    public Guid Id { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int Year { get; private set; }
    public CampaignPhase Phase { get; private set; }
    public int Round { get; private set; }
    public int Rounds { get; private set; }
    public int Revision { get; private set; }

    public IReadOnlyList<CampaignGroupCopy> Groups => _groups;

    public static Campaign From(CampaignChanged opened)
    {
        var campaign = new Campaign
        {
            Id = opened.CampaignId,
            _groups = [.. opened.Groups.Select(group => new CampaignGroupCopy(group))],
        };
        campaign.Apply(opened);
        return campaign;
    }

    /// <summary>False when the copy is stale. Groups and sets never change once a campaign is open.</summary>
    public bool Apply(CampaignChanged opened)
    {
        if (opened.Revision <= Revision)
        {
            return false;
        }

        (Code, Name, Year, Phase, Round, Rounds, Revision) =
            (opened.Code, opened.Name, opened.Year, opened.Phase, opened.Round, opened.Rounds, opened.Revision);
        return true;
    }

    public bool AcceptsSelfAssessment(int round) => Phase == CampaignPhase.SelfAssessment && Round == round;

    public void RequireSelfAssessmentOpen(int round)
    {
        if (!AcceptsSelfAssessment(round))
        {
            throw new RuleViolationException("campaign.phase-closed", "Kỳ đánh giá không ở bước tự đánh giá nên phiếu chỉ xem được.");
        }
    }

    public CriteriaSetSnapshot SetOf(string groupCode) => _groups.Single(group => group.Code == groupCode).CriteriaSet;
}

/// <summary>A group with the set its units are measured by.</summary>
public sealed class CampaignGroupCopy
{
    private CampaignGroupCopy()
    {
    }

    public CampaignGroupCopy(CampaignGroup group) => (Code, Name, CriteriaSet) = (group.Code, group.Name, group.CriteriaSet);

    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public CriteriaSetSnapshot CriteriaSet { get; private set; } = null!;
}
