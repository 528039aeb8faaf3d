using CCHC.ServiceDefaults.Errors;

namespace CCHC.Appraisal.Councils;

/// <summary>The rules by which a campaign's council works; its members stand in <see cref="CouncilMember"/>.</summary>
public sealed class Council
{
    public Guid CampaignId { get; private set; }

    /// <summary>Grows with every change of the members, of conflicts and of the rules.</summary>
    public int Revision { get; private set; }

    /// <summary>Members of one field score without seeing each other; what they agree on within the threshold counts.</summary>
    public bool Independent { get; private set; }

    /// <summary>Share of a leaf's maximum, 0 … 1, by which scores may differ without arbitration.</summary>
    public decimal Threshold { get; private set; } = 0.1m;

    public Combination Combination { get; private set; } = Combination.Mean;

    /// <summary>Share of the members who may vote on an item that must have voted, above 0 … 1.</summary>
    public decimal Quorum { get; private set; } = 2m / 3;

    /// <summary>Share of a leaf's maximum from which a changed leaf comes before the meeting, above 0 … 1.</summary>
    public decimal AgendaChange { get; private set; } = 0.25m;

    public static Council Of(Guid campaignId) => new() { CampaignId = campaignId };

    public void Change() => Revision++;

    /// <param name="scored">Whether somebody has scored already.</param>
    public void SetRules(bool independent, decimal threshold, Combination combination, decimal quorum, decimal agendaChange, bool scored)
    {
        if (scored && (independent, threshold, combination) != (Independent, Threshold, Combination))
        {
            throw new RuleViolationException("council.scoring-started", "Đã có điểm thẩm định nên không đổi được cách chấm độc lập; chỉ đổi được điều kiện biểu quyết và chương trình họp.");
        }

        (Independent, Threshold, Combination, Quorum, AgendaChange) = (independent, threshold, combination, quorum, agendaChange);
        Revision++;
    }
}

/// <summary>What counts of independent scores that differ within the threshold.</summary>
public enum Combination
{
    /// <summary>Their mean, rounded half away from zero to three decimals.</summary>
    Mean,

    /// <summary>The lowest.</summary>
    Stricter,
}
