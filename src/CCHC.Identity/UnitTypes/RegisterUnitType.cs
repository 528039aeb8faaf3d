using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.UnitTypes;

public static class RegisterUnitType
{
    public sealed record Request(
        [Required(ErrorMessage = "Nhập mã loại đơn vị.")]
        [StringLength(UnitType.CodeLength, ErrorMessage = "Mã dài quá 50 ký tự.")]
        [RegularExpression(UnitType.CodePattern, ErrorMessage = "Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, ví dụ: don-vi-su-nghiep.")]
        string Code,
        [Required(ErrorMessage = "Nhập tên loại đơn vị.")]
        [StringLength(UnitType.NameLength, ErrorMessage = "Tên dài quá 100 ký tự.")]
        string Name,
        bool Governs,
        [Range(0, 10_000, ErrorMessage = "Thứ tự phải từ 0 đến 10.000.")] int Position);

    public static async Task<Created<ListUnitTypes.Item>> Handle(Request request, IdentityDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockAsync("units", cancellationToken);
        await ThrowIfTakenAsync(db, request.Code, request.Name, except: null, cancellationToken);
        var type = UnitType.Register(request.Code, request.Name.Trim(), request.Governs, request.Position);
        db.UnitTypes.Add(type);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/identity/unit-types/{type.Code}", new ListUnitTypes.Item(type.Code, type.Name, type.Governs, type.Position, Units: 0));
    }

    /// <summary>Files name a type by code or by name, so neither may mean two.</summary>
    internal static async Task ThrowIfTakenAsync(IdentityDbContext db, string? code, string name, string? except, CancellationToken cancellationToken)
    {
        var wanted = (string[])[UnitType.Fold(name), code ?? UnitType.Fold(name)];
        var others = await db.UnitTypes.AsNoTracking().Where(type => type.Code != except).ToListAsync(cancellationToken);
        if (others.Find(type => wanted.Contains(type.Code, StringComparer.Ordinal) || wanted.Contains(UnitType.Fold(type.Name), StringComparer.Ordinal)) is { } other)
        {
            throw new RuleViolationException("unit-type.exists", $"Đã có loại đơn vị “{other.Name}” mang mã {other.Code}. Chọn mã và tên khác, hoặc sửa loại đã có.")
            {
                Field = other.Code == code ? "code" : "name",
            };
        }
    }
}
