using CCHC.Portal.Layout;

namespace CCHC.Portal.Campaigns;

public sealed record Staffing(IReadOnlyList<UnitStaffing> Units);

public sealed record UnitStaffing(Guid UnitId, int Officers, int Heads);

public sealed record Council(IReadOnlyList<UnassignedField>? Unassigned);

public sealed record UnassignedField(string? GroupCode, string FieldCode, string? FieldName)
{
    public string Name => FieldName is { Length: > 0 } name ? $"{FieldCode}. {name}" : FieldCode;
}

public sealed record Coverage(IReadOnlyList<UncoveredLeaf>? Uncovered);

public sealed record UncoveredLeaf(string GroupCode, string LeafCode, string LeafName);

/// <summary>One thing that should be there before a campaign opens, and where it is mended.</summary>
public sealed record ReadinessCheck(string Title, IReadOnlyList<string> Missing, Link? Mend = null, string? Note = null)
{
    /// <summary>The service that knows is away, or has not been told of the campaign.</summary>
    public bool Unknown { get; init; }

    public bool IsOk => Missing.Count == 0 && !Unknown;
}
