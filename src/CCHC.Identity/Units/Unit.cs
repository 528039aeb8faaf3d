using CCHC.Contracts.Identity;
using CCHC.Identity.UnitTypes;
using CCHC.ServiceDefaults.Errors;

namespace CCHC.Identity.Units;

/// <summary>What is known of a unit apart from its code.</summary>
public sealed record UnitFacts(
    string Name, string TypeCode, string GroupCode, string GroupName, Guid? ParentId,
    DateOnly? ValidFrom, DateOnly? ValidTo, IReadOnlyList<Guid> PredecessorIds);

/// <summary>An organ of the administration; a merged or renamed one ends and lives on in the predecessors of its successor, so old years stay readable.</summary>
public sealed class Unit
{
    private Unit()
    {
    }

    public Guid Id { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string TypeCode { get; private set; } = "";
    public string GroupCode { get; private set; } = "";
    public string GroupName { get; private set; } = "";
    public Guid? ParentId { get; private set; }
    public DateOnly? ValidFrom { get; private set; }
    public DateOnly? ValidTo { get; private set; }
    public Guid[] PredecessorIds { get; private set; } = [];

    /// <summary>Grows with every change, so that consumers can tell a late copy from a new one.</summary>
    public int Revision { get; private set; }

    public static Unit Register(Guid id, string code, UnitFacts facts)
    {
        var unit = new Unit { Id = id, Code = code };
        unit.Take(facts);
        return unit;
    }

    /// <summary>False when the unit is already as <paramref name="facts"/> say.</summary>
    public bool Change(UnitFacts facts)
    {
        var current = new UnitFacts(Name, TypeCode, GroupCode, GroupName, ParentId, ValidFrom, ValidTo, facts.PredecessorIds);
        if (current == facts && PredecessorIds.SequenceEqual(facts.PredecessorIds))
        {
            return false;
        }

        Take(facts);
        return true;
    }

    /// <summary>The last day on which it exists; its successor begins on the next.</summary>
    public void EndOn(DateOnly lastDay)
    {
        if (ValidTo is { } ended)
        {
            throw new RuleViolationException("unit.ended", $"{Name} đã hết hiệu lực ngày {UnitRules.Date(ended)}. Chọn đơn vị còn hiệu lực, hoặc xóa ngày hết hiệu lực của đơn vị này trước.");
        }

        if (ValidFrom > lastDay)
        {
            throw new RuleViolationException("unit.not-begun", $"{Name} có hiệu lực từ {UnitRules.Date(ValidFrom.Value)}, nên ngày sắp xếp lại phải sau ngày đó.");
        }

        ValidTo = lastDay;
        Revision++;
    }

    public void MoveUnder(Guid parentId)
    {
        ParentId = parentId;
        Revision++;
    }

    /// <summary>Name or level of its type changed, which the event about the unit carries.</summary>
    public void TypeHasChanged() => Revision++;

    public UnitFacts ToFacts() => new(Name, TypeCode, GroupCode, GroupName, ParentId, ValidFrom, ValidTo, PredecessorIds);

    public UnitChanged ToChangedEvent(UnitType type) => new()
    {
        UnitId = Id,
        Revision = Revision,
        Code = Code,
        Name = Name,
        Type = type.Name,
        Governs = type.Governs,
        GroupCode = GroupCode,
        GroupName = GroupName,
        ParentId = ParentId,
        ValidFrom = ValidFrom,
        ValidTo = ValidTo,
        PredecessorIds = PredecessorIds,
    };

    private void Take(UnitFacts facts)
    {
        (Name, TypeCode, GroupCode, GroupName, ParentId) = (facts.Name, facts.TypeCode, facts.GroupCode, facts.GroupName, facts.ParentId);
        (ValidFrom, ValidTo, PredecessorIds) = (facts.ValidFrom, facts.ValidTo, [.. facts.PredecessorIds]);
        Revision++;
    }
}
