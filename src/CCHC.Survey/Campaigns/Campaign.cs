using CCHC.Contracts.Criteria;
using CCHC.Scoring;

namespace CCHC.Survey.Campaigns;

/// <summary>What Criteria last told of a campaign: the units that are rated and the leaves that answers and external indices fill.</summary>
public sealed class Campaign
{
    public Guid Id { get; private set; }

    public int Revision { get; private set; }

    /// <summary>The whole event, so that nothing that is asked of a campaign needs another copy.</summary>
    public CampaignChanged State { get; private set; } = null!;

    public static Campaign From(CampaignChanged opened) => new() { Id = opened.CampaignId, Revision = opened.Revision, State = opened };

    /// <summary>False when the event is older than what is known.</summary>
    public bool Apply(CampaignChanged opened)
    {
        if (opened.Revision <= Revision)
        {
            return false;
        }

        (Revision, State) = (opened.Revision, opened);
        return true;
    }

    public CampaignGroup? FindGroup(string code) => State.Groups.FirstOrDefault(group => group.Code == code);

    /// <summary>The leaf of a group, provided its points come from this source.</summary>
    public static CriterionSnapshot? FindLeaf(CampaignGroup group, string leafCode, PointSource source) =>
        group.CriteriaSet.Leaves().FirstOrDefault(node => node.Code == leafCode && node.Leaf!.Source == source);
}
