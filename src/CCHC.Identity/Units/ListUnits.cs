using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Units;

/// <summary>Units by name or code, whatever the accents, in the order of the Vietnamese alphabet.</summary>
public static class ListUnits
{
    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize);

    public sealed record Item(
        Guid Id, string Code, string Name, string Type, string GroupCode, string GroupName, Guid? ParentId, string? ParentCode,
        DateOnly? ValidFrom, DateOnly? ValidTo, IReadOnlyList<Guid> PredecessorIds);

    public static async Task<Ok<Response>> Handle(
        string? search,
        string? group,
        IdentityDbContext db,
        CancellationToken cancellationToken,
        [Range(1, 100_000, ErrorMessage = "Số trang phải từ 1 trở lên.")] int page = 1,
        [Range(1, 1_000, ErrorMessage = "Mỗi trang có từ 1 đến 1.000 dòng.")] int pageSize = 50)
    {
        var units = db.Units.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(search))
        {
            var pattern = LikePattern.Containing(search);
            units = units.Where(unit =>
                EF.Functions.ILike(EF.Functions.Unaccent(unit.Name), EF.Functions.Unaccent(pattern), LikePattern.Escape)
                || EF.Functions.ILike(unit.Code, pattern, LikePattern.Escape));
        }

        if (!string.IsNullOrEmpty(group))
        {
            units = units.Where(unit => unit.GroupCode == group);
        }

        var total = await units.CountAsync(cancellationToken);
        var items = await units
            .OrderBy(unit => EF.Functions.Collate(unit.Name, IdentityDbContext.VietnameseCollation)).ThenBy(unit => unit.Code)
            .Skip((page - 1) * pageSize)
            .Take(pageSize)
            .Select(unit => new Item(
                unit.Id, unit.Code, unit.Name, unit.Type, unit.GroupCode, unit.GroupName,
                unit.ParentId, db.Units.Where(parent => parent.Id == unit.ParentId).Select(parent => parent.Code).FirstOrDefault(),
                unit.ValidFrom, unit.ValidTo, unit.PredecessorIds))
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(items, total, page, pageSize));
    }
}
