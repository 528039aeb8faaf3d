using CCHC.Contracts.Appraisal;

namespace CCHC.Ranking.Campaigns;

/// <summary>Whether the council stands by the result of a campaign; there is none where it was never ratified.</summary>
public sealed class Ratification
{
    public Guid CampaignId { get; private set; }
    public int Revision { get; private set; }

    /// <summary>False where the result was opened again.</summary>
    public bool Ratified { get; private set; }

    public string DecidedBy { get; private set; } = "";
    public DateTimeOffset DecidedAt { get; private set; }

    public static Ratification From(ResultRatified ratified)
    {
        var result = new Ratification { CampaignId = ratified.CampaignId };
        result.Apply(ratified);
        return result;
    }

    public void Apply(ResultRatified ratified)
    {
        if (ratified.Revision > Revision)
        {
            (Revision, Ratified, DecidedBy, DecidedAt) = (ratified.Revision, ratified.Ratified, ratified.DecidedBy, ratified.DecidedAt);
        }
    }
}
