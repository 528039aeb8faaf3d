using CCHC.Contracts.Criteria;

namespace CCHC.Ranking.Campaigns;

/// <summary>A campaign as Criteria last told of it: who is ranked against whom, by which criteria.</summary>
public sealed class Campaign
{
    public Guid Id { get; private set; }
    public int Revision { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int Year { get; private set; }
    public CampaignPhase Phase { get; private set; }
    public int Round { get; private set; }
    public bool SurveyHeld { get; private set; }
    public IReadOnlyList<CampaignGroup> Groups { get; private set; } = [];

    public static Campaign From(CampaignChanged opened)
    {
        var campaign = new Campaign { Id = opened.CampaignId };
        campaign.Apply(opened);
        return campaign;
    }

    /// <summary>False when the event is stale and nothing was changed.</summary>
    public bool Apply(CampaignChanged opened)
    {
        if (opened.Revision <= Revision)
        {
            return false;
        }

        (Revision, Code, Name, Year) = (opened.Revision, opened.Code, opened.Name, opened.Year);
        (Phase, Round, SurveyHeld, Groups) = (opened.Phase, opened.Round, opened.SurveyHeld, opened.Groups);
        return true;
    }

    public CampaignGroup? Group(string code) => Groups.FirstOrDefault(group => group.Code == code);
}
