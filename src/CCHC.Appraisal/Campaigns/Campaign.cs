using System.Globalization;
using CCHC.Contracts.Criteria;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Time;

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

    /// <summary>Since then the result stands: nothing that makes points may change.</summary>
    public DateTimeOffset? RatifiedAt { get; private set; }

    /// <summary>Grows with every ratification and every reopening.</summary>
    public int RatificationRevision { get; private set; }

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

    public void RequireNotRatified()
    {
        if (RatifiedAt is { } ratified)
        {
            throw new RuleViolationException(
                "appraisal.ratified",
                string.Create(CultureInfo.InvariantCulture, $"Hội đồng đã thông qua kết quả ngày {VietnamTime.Of(ratified):dd/MM/yyyy} nên không sửa được nữa; nếu cần, chủ tịch và thư ký hội đồng mở lại."));
        }
    }

    public void Ratify(DateTimeOffset now)
    {
        RequireNotRatified();
        (RatifiedAt, RatificationRevision) = (now, RatificationRevision + 1);
    }

    /// <summary>After publication too: what the council then corrects and ratifies again is published as a corrigendum.</summary>
    public void ReopenResult() => (RatifiedAt, RatificationRevision) = (null, RatificationRevision + 1);

    /// <summary>Whether the council may still decide in this round: while it is appraised, at the council's step, and once its public result was opened again.</summary>
    public bool CouncilMayDecide(int round, string groupCode, Guid unitId, DateTimeOffset now) =>
        Phase == CampaignPhase.Council || (Phase == CampaignPhase.Published && RatifiedAt is null && RatificationRevision > 0) || AppraisalWindow(round, groupCode, unitId, now).Open;

    public PhaseWindow AppraisalWindow(int round, string groupCode, Guid unitId, DateTimeOffset now) =>
        PhaseWindow.Of(CampaignPhase.Appraisal, round, Phase, Round, ClosesAt, Extensions, groupCode, unitId, now);
}
