using CCHC.Identity.Data;
using CCHC.Identity.UnitTypes;
using CCHC.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Units;

/// <summary>Limits and looked-up words that the forms about one unit share.</summary>
internal static class UnitInput
{
    public const int CodeLength = 50;
    public const int NameLength = 300;
    public const string NoCode = "Nhập mã đơn vị.";
    public const string LongCode = "Mã dài quá 50 ký tự.";
    public const string NoName = "Nhập tên đơn vị.";
    public const string LongName = "Tên dài quá 300 ký tự.";
    public const string NoType = "Chọn loại đơn vị.";
    public const string NoGroup = "Nhập mã khối.";

    public static async Task<UnitType> TypeAsync(IdentityDbContext db, string code, CancellationToken cancellationToken) =>
        await db.UnitTypes.SingleOrDefaultAsync(type => type.Code == code, cancellationToken)
        ?? throw new InvalidInputException("typeCode", $"Không có loại đơn vị mang mã {code}. Đăng ký loại này ở mục Loại đơn vị, hoặc chọn loại khác.");

    /// <summary>A group has one name; a group that is new gets the given one.</summary>
    public static async Task<string> GroupNameAsync(IdentityDbContext db, string code, string? name, CancellationToken cancellationToken) =>
        await db.Units.Where(unit => unit.GroupCode == code).OrderByDescending(unit => unit.Revision).Select(unit => unit.GroupName).FirstOrDefaultAsync(cancellationToken)
        ?? (string.IsNullOrWhiteSpace(name) ? throw new InvalidInputException("groupName", $"Khối {code} chưa có đơn vị nào. Nhập tên khối để lập khối mới.") : name.Trim());

    public static async Task ThrowIfCodeIsTakenAsync(IdentityDbContext db, string code, CancellationToken cancellationToken)
    {
        if (await db.Units.Where(unit => unit.Code == code).Select(unit => unit.Name).SingleOrDefaultAsync(cancellationToken) is { } name)
        {
            throw new RuleViolationException("unit.code-taken", $"Mã {code} đã dùng cho {name}. Chọn mã khác.") { Field = "code" };
        }
    }

    public static async Task ThrowIfUnknownAsync(IdentityDbContext db, string field, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (await db.Units.CountAsync(unit => ids.Contains(unit.Id), cancellationToken) != ids.Distinct().Count())
        {
            throw new InvalidInputException(field, "Có đơn vị không còn trong danh mục. Chọn lại.");
        }
    }
}
