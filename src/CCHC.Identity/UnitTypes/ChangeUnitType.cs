using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.UnitTypes;

/// <summary>The units of the type are told of again: their name of the type, or whether they govern, is another.</summary>
public static class ChangeUnitType
{
    public sealed record Request(
        [Required(ErrorMessage = "Nhập tên loại đơn vị.")]
        [StringLength(UnitType.NameLength, ErrorMessage = "Tên dài quá 100 ký tự.")]
        string Name,
        bool Governs,
        [Range(0, 10_000, ErrorMessage = "Thứ tự phải từ 0 đến 10.000.")] int Position);

    public sealed record Response(string Code, int UnitsChanged);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        string code, Request request, IdentityDbContext db, IEventPublisher events, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("units", cancellationToken);
        if (await db.UnitTypes.SingleOrDefaultAsync(type => type.Code == code, cancellationToken) is not { } type)
        {
            return TypedResults.NotFound();
        }

        await RegisterUnitType.ThrowIfTakenAsync(db, code: null, request.Name, except: code, cancellationToken);
        var changed = 0;
        if (type.Change(request.Name.Trim(), request.Governs, request.Position))
        {
            foreach (var unit in await db.Units.Where(unit => unit.TypeCode == code).ToListAsync(cancellationToken))
            {
                unit.TypeHasChanged();
                events.Publish(unit.ToChangedEvent(type));
                changed++;
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(code, changed));
    }
}
