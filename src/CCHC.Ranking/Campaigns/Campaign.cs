using CCHC.Contracts.Criteria;
using CCHC.ServiceDefaults.Errors;

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

    /// <summary>The government that runs the campaign; null for the province.</summary>
    public Guid? OwnerUnitId { get; private set; }

    /// <summary>A practice copy: made-up data that no public answer ever shows.</summary>
    public bool Practice { get; private set; }

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
        (OwnerUnitId, Practice) = (opened.OwnerUnitId, opened.Practice);
        return true;
    }

    public bool HoldsSurvey(CampaignGroup group) => group.SurveyHeld ?? SurveyHeld;

    public CampaignGroup? Group(string code) => Groups.FirstOrDefault(group => group.Code == code);

    /// <summary>The unit and the group in which it is ranked; null when it is not measured.</summary>
    public (CampaignGroup Group, CampaignUnit Unit)? FindUnit(string code)
    {
        foreach (var group in Groups)
        {
            if (group.Units.FirstOrDefault(unit => unit.Code == code) is { } unit)
            {
                return (group, unit);
            }
        }

        return null;
    }

    /// <summary>The group of that code, or the only one where none is named.</summary>
    /// <exception cref="InvalidInputException">None is named and there are several.</exception>
    public CampaignGroup? GroupOrOnly(string? code) => Groups.Choose(code, group => group.Code);
}
