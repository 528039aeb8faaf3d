namespace CCHC.Appraisal.Councils;

/// <summary>A member of a campaign's appraisal council (thành viên hội đồng thẩm định) with the fields it appraises, for all units of their groups.</summary>
public sealed class CouncilMember
{
    public required Guid CampaignId { get; init; }
    public required Guid UserId { get; init; }
    public required string DisplayName { get; init; }
    public required List<AssignedField> Fields { get; init; }
}

public sealed class AssignedField
{
    public required Guid CampaignId { get; init; }
    public required Guid UserId { get; init; }
    public required string GroupCode { get; init; }
    public required string FieldCode { get; init; }
}
