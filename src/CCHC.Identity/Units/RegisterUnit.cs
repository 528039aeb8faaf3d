using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Identity.Units;

public static class RegisterUnit
{
    public sealed record Request(
        [Required(ErrorMessage = UnitInput.NoCode)]
        [StringLength(UnitInput.CodeLength, ErrorMessage = UnitInput.LongCode)]
        string Code,
        [Required(ErrorMessage = UnitInput.NoName)]
        [StringLength(UnitInput.NameLength, ErrorMessage = UnitInput.LongName)]
        string Name,
        [Required(ErrorMessage = UnitInput.NoType)] string TypeCode,
        [Required(ErrorMessage = UnitInput.NoGroup)]
        [StringLength(UnitInput.CodeLength, ErrorMessage = UnitInput.LongCode)]
        string GroupCode,
        [StringLength(UnitInput.NameLength, ErrorMessage = UnitInput.LongName)]
        string? GroupName,
        Guid? ParentId, DateOnly? ValidFrom, DateOnly? ValidTo, IReadOnlyList<Guid>? PredecessorIds);

    public sealed record Response(Guid Id, int Revision);

    public static async Task<Created<Response>> Handle(Request request, IdentityDbContext db, IEventPublisher events, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("units", cancellationToken);
        var code = request.Code.Trim();
        await UnitInput.ThrowIfCodeIsTakenAsync(db, code, cancellationToken);
        var facts = await ChangeUnit.FactsAsync(db, new ChangeUnit.Request(
            request.Name, request.TypeCode, request.GroupCode, request.GroupName, request.ParentId, request.ValidFrom, request.ValidTo, request.PredecessorIds), cancellationToken);
        var unit = Unit.Register(Guid.CreateVersion7(), code, facts);
        var rules = await UnitRules.LoadAsync(db, cancellationToken);
        rules.Put(unit);
        rules.ThrowIfBroken(unit.Id);

        db.Units.Add(unit);
        events.Publish(unit.ToChangedEvent(await UnitInput.TypeAsync(db, unit.TypeCode, cancellationToken)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/identity/units/{unit.Id}", new Response(unit.Id, unit.Revision));
    }
}
