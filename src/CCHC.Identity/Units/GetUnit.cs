using CCHC.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Units;

/// <summary>The record of a unit with where it came from and what it became.</summary>
public static class GetUnit
{
    public sealed record Relative(Guid Id, string Code, string Name, DateOnly? ValidFrom, DateOnly? ValidTo);

    public sealed record Response(
        Guid Id, int Revision, string Code, string Name, string TypeCode, string Type, bool Governs, string GroupCode, string GroupName, Relative? Parent,
        DateOnly? ValidFrom, DateOnly? ValidTo, IReadOnlyList<Relative> Predecessors, IReadOnlyList<Relative> Successors, int Children);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid id, HttpResponse answer, IdentityDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Units.AsNoTracking().SingleOrDefaultAsync(unit => unit.Id == id, cancellationToken) is not { } unit)
        {
            return TypedResults.NotFound();
        }

        var type = await db.UnitTypes.AsNoTracking().SingleAsync(type => type.Code == unit.TypeCode, cancellationToken);
        var relatives = await db.Units.AsNoTracking()
            .Where(other => other.Id == unit.ParentId || unit.PredecessorIds.Contains(other.Id) || other.PredecessorIds.Contains(id))
            .OrderBy(other => EF.Functions.Collate(other.Name, IdentityDbContext.VietnameseCollation))
            .Select(other => new { Unit = new Relative(other.Id, other.Code, other.Name, other.ValidFrom, other.ValidTo), IsSuccessor = other.PredecessorIds.Contains(id) })
            .ToListAsync(cancellationToken);
        var children = await db.Units.CountAsync(other => other.ParentId == id, cancellationToken);
        answer.Headers.ETag = $"\"{unit.Revision}\"";
        return TypedResults.Ok(new Response(
            unit.Id, unit.Revision, unit.Code, unit.Name, unit.TypeCode, type.Name, type.Governs, unit.GroupCode, unit.GroupName,
            relatives.Find(other => other.Unit.Id == unit.ParentId)?.Unit, unit.ValidFrom, unit.ValidTo,
            [.. relatives.Where(other => unit.PredecessorIds.Contains(other.Unit.Id)).Select(other => other.Unit)],
            [.. relatives.Where(other => other.IsSuccessor).Select(other => other.Unit)],
            children));
    }
}
