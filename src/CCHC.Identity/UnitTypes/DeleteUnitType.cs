using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.UnitTypes;

public static class DeleteUnitType
{
    public static async Task<Results<NoContent, NotFound>> Handle(string code, IdentityDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("units", cancellationToken);
        if (await db.UnitTypes.SingleOrDefaultAsync(type => type.Code == code, cancellationToken) is not { } type)
        {
            return TypedResults.NotFound();
        }

        if (await db.Units.CountAsync(unit => unit.TypeCode == code, cancellationToken) is > 0 and var units)
        {
            throw new RuleViolationException(
                "unit-type.in-use", $"Loại “{type.Name}” đang được {units} đơn vị dùng, kể cả đơn vị đã hết hiệu lực. Chuyển các đơn vị đó sang loại khác rồi mới xóa.");
        }

        db.UnitTypes.Remove(type);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
