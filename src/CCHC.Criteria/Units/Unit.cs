using CCHC.Contracts.Identity;

namespace CCHC.Criteria.Units;

/// <summary>A unit as Identity keeps it; read when a campaign is drawn up.</summary>
public sealed class Unit
{
    public Guid Id { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string Type { get; private set; } = "";

    /// <summary>A level of government, which may own campaigns and sets.</summary>
    public bool Governs { get; private set; }

    public string GroupCode { get; private set; } = "";
    public string GroupName { get; private set; } = "";
    public Guid? ParentId { get; private set; }
    public Guid[] PredecessorIds { get; private set; } = [];
    public DateOnly? ValidFrom { get; private set; }
    public DateOnly? ValidTo { get; private set; }
    public int Revision { get; private set; }

    public static Unit From(UnitChanged change)
    {
        var unit = new Unit { Id = change.UnitId };
        unit.Apply(change);
        return unit;
    }

    public void Apply(UnitChanged change)
    {
        if (change.Revision <= Revision)
        {
            return;
        }

        (Code, Name, Type, Governs, GroupCode, GroupName) = (change.Code, change.Name, change.Type, change.Governs, change.GroupCode, change.GroupName);
        (ParentId, PredecessorIds, ValidFrom, ValidTo, Revision) = (change.ParentId, [.. change.PredecessorIds], change.ValidFrom, change.ValidTo, change.Revision);
    }

    /// <summary>True when the unit existed on at least one day of the year.</summary>
    public bool ExistsIn(int year) => (ValidFrom is null || ValidFrom.Value.Year <= year) && (ValidTo is null || ValidTo.Value.Year >= year);

    /// <summary>True when it began or ended within the year.</summary>
    public bool ExistsInPartOf(int year) =>
        ExistsIn(year) && ((ValidFrom?.Year == year && ValidFrom.Value.DayOfYear > 1) || (ValidTo?.Year == year && ValidTo.Value != new DateOnly(year, 12, 31)));
}
