namespace CCHC.Appraisal.Councils;

/// <summary>A member of a campaign's appraisal council (thành viên hội đồng thẩm định) with the work it was given.</summary>
public sealed class CouncilMember
{
    public required Guid CampaignId { get; init; }
    public required Guid UserId { get; init; }
    public required string DisplayName { get; init; }
    public CouncilOffice Office { get; init; }
    public required List<AssignedField> Fields { get; init; }
}

public enum CouncilOffice
{
    Member,

    /// <summary>Arbitrates, leads the meeting, ratifies the result.</summary>
    Chair,

    /// <summary>Prepares the meeting and its minutes.</summary>
    Secretary,
}

/// <summary>A field of a group that a member appraises, for one unit or for all.</summary>
public sealed class AssignedField
{
    /// <summary>In place of a unit: every unit of the group, also one that joins later.</summary>
    public static readonly Guid AllUnits = Guid.Empty;

    public required Guid CampaignId { get; init; }
    public required Guid UserId { get; init; }
    public required string GroupCode { get; init; }
    public required string FieldCode { get; init; }
    public required Guid UnitId { get; init; }
}
