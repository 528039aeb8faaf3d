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

    /// <summary>The government whose council and home affairs run the campaign; null for the province.</summary>
    public Guid? OwnerUnitId { get; private set; }

    public bool Practice { get; private set; }
    public DateTimeOffset? ClosesAt { get; private set; }
    public IReadOnlyList<PhaseExtension> Extensions { get; private set; } = [];

    public static Campaign From(CampaignChanged changed)
    {
        var campaign = new Campaign { Id = changed.CampaignId };
        campaign.Apply(changed);
        return campaign;
    }

    public void Apply(CampaignChanged changed)
    {
        (Revision, Code, Name, Year, Phase, Round, Rounds) =
            (changed.Revision, changed.Code, changed.Name, changed.Year, changed.Phase, changed.Round, changed.Rounds);
        (OwnerUnitId, Practice, ClosesAt, Extensions) = (changed.OwnerUnitId, changed.Practice, changed.ClosesAt, changed.Extensions);
    }

    public PhaseWindow AppraisalWindow(int round, string groupCode, Guid unitId, DateTimeOffset now) =>
        PhaseWindow.Of(CampaignPhase.Appraisal, round, Phase, Round, ClosesAt, Extensions, groupCode, unitId, now);
}
