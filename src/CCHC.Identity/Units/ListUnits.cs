using System.ComponentModel.DataAnnotations;
using CCHC.Identity.Data;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Persistence;
using CCHC.ServiceDefaults.Time;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Identity.Units;

/// <summary>Units by name or code, whatever the accents, in the order of the Vietnamese alphabet; those that exist today unless another day, or all, is asked for.</summary>
public static class ListUnits
{
    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize);

    public sealed record Item(
        Guid Id, string Code, string Name, string TypeCode, string Type, bool Governs, string GroupCode, string GroupName, Guid? ParentId, string? ParentCode,
        string? ParentName, DateOnly? ValidFrom, DateOnly? ValidTo, IReadOnlyList<Guid> PredecessorIds, IReadOnlyList<string> PredecessorCodes, int Revision);

    /// <param name="Search">Part of the name or the code.</param>
    /// <param name="Type">Code of a type.</param>
    /// <param name="Group">Code of a group.</param>
    /// <param name="Parent">The units right below this one.</param>
    /// <param name="On">The day on which the units exist, <c>yyyy-MM-dd</c>; today when empty.</param>
    /// <param name="All">Whenever the units exist.</param>
    /// <param name="Sort"><c>name</c>, <c>code</c>, <c>type</c>, <c>group</c> or <c>validFrom</c>, with a minus before it for the other direction.</param>
    public sealed record Filter(
        string? Search, string? Type, string? Group, Guid? Parent, DateOnly? On, bool? All, string? Sort);

    public static async Task<Ok<Response>> Handle(
        [AsParameters] Filter filter,
        IdentityDbContext db,
        TimeProvider clock,
        CancellationToken cancellationToken,
        [Range(1, 100_000, ErrorMessage = "Số trang phải từ 1 trở lên.")] int page = 1,
        [Range(1, 1_000, ErrorMessage = "Mỗi trang có từ 1 đến 1.000 dòng.")] int pageSize = 50)
    {
        var units = Matching(db, filter, clock.Today());
        var total = await units.CountAsync(cancellationToken);
        var found = await Sorted(units, filter.Sort).Page(page, pageSize).ToListAsync(cancellationToken);

        var types = await db.UnitTypes.AsNoTracking().ToDictionaryAsync(type => type.Code, StringComparer.Ordinal, cancellationToken);
        var relativeIds = found.SelectMany(unit => unit.PredecessorIds).Concat(found.Select(unit => unit.ParentId).OfType<Guid>()).Distinct().ToList();
        var relatives = await db.Units.Where(unit => relativeIds.Contains(unit.Id)).Select(unit => new { unit.Id, unit.Code, unit.Name })
            .ToDictionaryAsync(unit => unit.Id, cancellationToken);
        var items = found.ConvertAll(unit =>
        {
            var (type, parent) = (types[unit.TypeCode], unit.ParentId is { } id ? relatives[id] : null);
            return new Item(
                unit.Id, unit.Code, unit.Name, type.Code, type.Name, type.Governs, unit.GroupCode, unit.GroupName,
                unit.ParentId, parent?.Code, parent?.Name, unit.ValidFrom, unit.ValidTo,
                unit.PredecessorIds, [.. unit.PredecessorIds.Select(predecessor => relatives[predecessor].Code)], unit.Revision);
        });
        return TypedResults.Ok(new Response(items, total, page, pageSize));
    }

    private static IQueryable<Unit> Matching(IdentityDbContext db, Filter filter, DateOnly today)
    {
        var units = db.Units.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var pattern = LikePattern.Containing(filter.Search);
            units = units.Where(unit =>
                EF.Functions.ILike(EF.Functions.Unaccent(unit.Name), EF.Functions.Unaccent(pattern), LikePattern.Escape)
                || EF.Functions.ILike(unit.Code, pattern, LikePattern.Escape));
        }

        if (!string.IsNullOrEmpty(filter.Type))
        {
            units = units.Where(unit => unit.TypeCode == filter.Type);
        }

        if (!string.IsNullOrEmpty(filter.Group))
        {
            units = units.Where(unit => unit.GroupCode == filter.Group);
        }

        if (filter.Parent is { } parent)
        {
            units = units.Where(unit => unit.ParentId == parent);
        }

        if (filter.All == true)
        {
            return units;
        }

        var day = filter.On ?? today;
        return units.Where(unit => (unit.ValidFrom == null || unit.ValidFrom <= day) && (unit.ValidTo == null || unit.ValidTo >= day));
    }

    private static IOrderedQueryable<Unit> Sorted(IQueryable<Unit> units, string? sort)
    {
        var byName = units.OrderBy(unit => EF.Functions.Collate(unit.Name, IdentityDbContext.VietnameseCollation)).ThenBy(unit => unit.Code);
        return sort switch
        {
            "-name" => units.OrderByDescending(unit => EF.Functions.Collate(unit.Name, IdentityDbContext.VietnameseCollation)).ThenByDescending(unit => unit.Code),
            "code" => units.OrderBy(unit => unit.Code),
            "-code" => units.OrderByDescending(unit => unit.Code),
            "type" => ThenByName(units.OrderBy(unit => unit.TypeCode)),
            "-type" => ThenByName(units.OrderByDescending(unit => unit.TypeCode)),
            "group" => ThenByName(units.OrderBy(unit => unit.GroupCode)),
            "-group" => ThenByName(units.OrderByDescending(unit => unit.GroupCode)),
            "validFrom" => ThenByName(units.OrderBy(unit => unit.ValidFrom)),
            "-validFrom" => ThenByName(units.OrderByDescending(unit => unit.ValidFrom)),
            null or "" or "name" => byName,

            // Not an attribute of the record: the OpenAPI document cannot be written then (dotnet/aspnetcore#65348).
            _ => throw new InvalidInputException("sort", "Chỉ sắp xếp được theo name, code, type, group hoặc validFrom."),
        };
    }

    private static IOrderedQueryable<Unit> ThenByName(IOrderedQueryable<Unit> units) =>
        units.ThenBy(unit => EF.Functions.Collate(unit.Name, IdentityDbContext.VietnameseCollation)).ThenBy(unit => unit.Code);
}
