using CCHC.Contracts.Criteria;

namespace CCHC.Appraisal.Campaigns;

/// <summary>A campaign as Criteria told of it last: what it is open for, and below it what is appraised.</summary>
public sealed class Campaign
{
    public Guid Id { get; private set; }
    public int Revision { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int Year { get; private set; }
    public CampaignPhase Phase { get; private set; }
    public int Round { get; private set; }
    public int Rounds { get; private set; }

    public static Campaign From(CampaignChanged opened)
    {
        var campaign = new Campaign { Id = opened.CampaignId };
        campaign.Apply(opened);
        return campaign;
    }

    public void Apply(CampaignChanged opened) =>
        (Revision, Code, Name, Year, Phase, Round, Rounds) =
        (opened.Revision, opened.Code, opened.Name, opened.Year, opened.Phase, opened.Round, opened.Rounds);

    public bool Appraises(int round) => Phase == CampaignPhase.Appraisal && Round == round;
}
