using CCHC.Contracts.Criteria;
using CCHC.Scoring;

namespace CCHC.Survey.Campaigns;

/// <summary>What Criteria last told of a campaign: the units that are rated and the leaves that answers and external indices fill.</summary>
public sealed class Campaign
{
    public Guid Id { get; private set; }

    public int Revision { get; private set; }

    /// <summary>The government whose home affairs runs the campaign; null for the province.</summary>
    public Guid? OwnerUnitId { get; private set; }

    public bool Practice { get; private set; }

    /// <summary>A practice copy was given its figures; it is given them once.</summary>
    public bool FiguresMadeUp { get; private set; }

    /// <summary>The whole event, so that nothing that is asked of a campaign needs another copy.</summary>
    public CampaignChanged State { get; private set; } = null!;

    /// <summary>Any open phase will do: the event of the first one may be overtaken by that of the next.</summary>
    public bool LacksMadeUpFigures => Practice && !FiguresMadeUp && State.Phase is not (CampaignPhase.Draft or CampaignPhase.Published);

    public static Campaign From(CampaignChanged changed)
    {
        var campaign = new Campaign { Id = changed.CampaignId };
        campaign.Take(changed);
        return campaign;
    }

    /// <summary>False when the event is older than what is known.</summary>
    public bool Apply(CampaignChanged changed)
    {
        if (changed.Revision <= Revision)
        {
            return false;
        }

        Take(changed);
        return true;
    }

    public void NoteMadeUpFigures() => FiguresMadeUp = true;

    public CampaignGroup? FindGroup(string code) => State.Groups.FirstOrDefault(group => group.Code == code);

    /// <summary>A group may say otherwise than the campaign.</summary>
    public bool HoldsSurvey(CampaignGroup group) => group.SurveyHeld ?? State.SurveyHeld;

    /// <summary>The leaf of a group, provided its points come from this source.</summary>
    public static CriterionSnapshot? FindLeaf(CampaignGroup group, string leafCode, PointSource source) =>
        LeavesOf(group, source).FirstOrDefault(node => node.Code == leafCode);

    public static IEnumerable<CriterionSnapshot> LeavesOf(CampaignGroup group, PointSource source) =>
        group.CriteriaSet.Leaves().Where(node => node.Leaf!.Source == source);

    private void Take(CampaignChanged changed) =>
        (Revision, OwnerUnitId, Practice, State) = (changed.Revision, changed.OwnerUnitId, changed.Practice, changed);
}
