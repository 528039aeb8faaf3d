namespace CCHC.Contracts.Identity;

/// <summary>A unit was registered or its record was changed; carries the whole record.</summary>
/// <remarks>Consumed by Criteria, which offers units of a group when a campaign is drawn up.</remarks>
public sealed record UnitChanged
{
    public required Guid UnitId { get; init; }

    /// <summary>Grows with every change of this unit; a copy with a smaller revision is stale.</summary>
    public required int Revision { get; init; }

    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string Type { get; init; }

    /// <summary>A level of government (tỉnh, huyện, xã, phường, đặc khu), which may own campaigns and has a council of its own.</summary>
    public bool Governs { get; init; }

    public required string GroupCode { get; init; }
    public required string GroupName { get; init; }
    public Guid? ParentId { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
    public required IReadOnlyList<Guid> PredecessorIds { get; init; }
}
