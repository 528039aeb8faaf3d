namespace CCHC.Appraisal.Cases;

/// <summary>Up to which revision a unit's submissions in a practice copy are void, so that a late copy does not bring a dropped case back.</summary>
public sealed class CaseReset
{
    public required Guid CampaignId { get; init; }
    public required Guid UnitId { get; init; }
    public required int Revision { get; set; }
}
