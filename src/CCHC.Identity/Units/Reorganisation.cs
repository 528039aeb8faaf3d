using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Units;

/// <summary>Units end, others begin the day after, all or nothing; what a merger, a renaming and a split have in common.</summary>
public sealed class Reorganisation(IdentityDbContext db, IEventPublisher events)
{
    public sealed record Successor(string Code, string Name, string TypeCode, string GroupCode, string GroupName, Guid? ParentId);

    public sealed record Response(IReadOnlyList<RegisterUnit.Response> Units, IReadOnlyList<string> Warnings);

    /// <param name="endingIds">The predecessors of every successor.</param>
    /// <param name="on">The first day of the successors.</param>
    /// <param name="describe">The successors, from the units that end.</param>
    /// <param name="cancellationToken">Leaves everything as it was.</param>
    /// <returns>Null when a unit that should end is unknown.</returns>
    public async Task<Response?> CarryOutAsync(
        IReadOnlyCollection<Guid> endingIds, DateOnly on, Func<IReadOnlyList<Unit>, Task<IReadOnlyList<Successor>>> describe, CancellationToken cancellationToken)
    {
        if (on.Year < 1945)
        {
            throw new InvalidInputException("on", $"Ngày {UnitRules.Date(on)} không hợp lý. Nhập ngày đơn vị mới có hiệu lực, ví dụ 01/03/2025.");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("units", cancellationToken);
        var ending = await db.Units.Where(unit => endingIds.Contains(unit.Id)).ToListAsync(cancellationToken);
        if (ending.Count != endingIds.Count)
        {
            return null;
        }

        ending = [.. endingIds.Select(id => ending.Single(unit => unit.Id == id))];
        var types = await db.UnitTypes.ToDictionaryAsync(type => type.Code, StringComparer.Ordinal, cancellationToken);
        var rules = await UnitRules.LoadAsync(db, cancellationToken);
        ending.ForEach(unit => unit.EndOn(on.AddDays(-1)));

        var begun = new List<Unit>();
        foreach (var successor in await describe(ending))
        {
            await UnitInput.ThrowIfCodeIsTakenAsync(db, successor.Code, cancellationToken);
            if (begun.Exists(unit => unit.Code == successor.Code))
            {
                throw new RuleViolationException("unit.code-taken", $"Mã {successor.Code} được dùng hai lần. Mỗi đơn vị mới cần một mã riêng.") { Field = "units" };
            }

            begun.Add(Unit.Register(Guid.CreateVersion7(), successor.Code, new UnitFacts(
                successor.Name, successor.TypeCode, successor.GroupCode, successor.GroupName, successor.ParentId, on, ValidTo: null, [.. ending.Select(unit => unit.Id)])));
        }

        var (moved, warnings) = await MoveChildrenAsync(endingIds, begun, on, cancellationToken);
        List<Unit> changed = [.. ending, .. begun, .. moved];
        changed.ForEach(rules.Put);
        rules.ThrowIfBroken(changed.Select(unit => unit.Id));

        db.Units.AddRange(begun);
        changed.ForEach(unit => events.Publish(unit.ToChangedEvent(types[unit.TypeCode])));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new Response([.. begun.Select(unit => new RegisterUnit.Response(unit.Id, unit.Revision))], warnings);
    }

    /// <summary>Units that go on below one that ends: they follow it to its only successor; of several, a person must choose.</summary>
    private async Task<(List<Unit> Moved, IReadOnlyList<string> Warnings)> MoveChildrenAsync(
        IReadOnlyCollection<Guid> endingIds, List<Unit> begun, DateOnly on, CancellationToken cancellationToken)
    {
        var children = await db.Units
            .Where(unit => unit.ParentId != null && endingIds.Contains(unit.ParentId.Value) && !endingIds.Contains(unit.Id) && (unit.ValidTo == null || unit.ValidTo >= on))
            .OrderBy(unit => unit.Code).ToListAsync(cancellationToken);
        if (begun.Count == 1)
        {
            children.ForEach(child => child.MoveUnder(begun[0].Id));
            return (children, []);
        }

        return ([], [.. children.Select(child => $"{child.Name} ({child.Code}) vẫn trực thuộc đơn vị đã hết hiệu lực. Mở đơn vị này và chọn đơn vị cấp trên mới.")]);
    }
}
