using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Units;

/// <summary>A correction of the record; a new name from a certain day on is a renaming.</summary>
public static class ChangeUnit
{
    public sealed record Request(
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

    public static async Task<Results<Ok<RegisterUnit.Response>, NotFound>> Handle(
        Guid id, Request request, [FromHeader(Name = "If-Match")] string? ifMatch, IdentityDbContext db, IEventPublisher events, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("units", cancellationToken);
        if (await db.Units.SingleOrDefaultAsync(unit => unit.Id == id, cancellationToken) is not { } unit)
        {
            return TypedResults.NotFound();
        }

        if (!string.IsNullOrEmpty(ifMatch) && ifMatch != "*" && ifMatch.Trim('"') != unit.Revision.ToString(CultureInfo.InvariantCulture))
        {
            throw new DbUpdateConcurrencyException("The unit has another revision.");
        }

        if (unit.Change(await FactsAsync(db, request, cancellationToken)))
        {
            var rules = await UnitRules.LoadAsync(db, cancellationToken);
            rules.Put(unit);
            rules.ThrowIfBroken(id);
            events.Publish(unit.ToChangedEvent(await UnitInput.TypeAsync(db, unit.TypeCode, cancellationToken)));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return TypedResults.Ok(new RegisterUnit.Response(unit.Id, unit.Revision));
    }

    internal static async Task<UnitFacts> FactsAsync(IdentityDbContext db, Request request, CancellationToken cancellationToken)
    {
        await UnitInput.TypeAsync(db, request.TypeCode, cancellationToken);
        var predecessors = request.PredecessorIds?.Distinct().ToList() ?? [];
        await UnitInput.ThrowIfUnknownAsync(db, "predecessorIds", predecessors, cancellationToken);
        if (request.ParentId is { } parent)
        {
            await UnitInput.ThrowIfUnknownAsync(db, "parentId", [parent], cancellationToken);
        }

        return new UnitFacts(
            request.Name.Trim(), request.TypeCode, request.GroupCode.Trim(), await UnitInput.GroupNameAsync(db, request.GroupCode.Trim(), request.GroupName, cancellationToken),
            request.ParentId, request.ValidFrom, request.ValidTo, predecessors);
    }
}
