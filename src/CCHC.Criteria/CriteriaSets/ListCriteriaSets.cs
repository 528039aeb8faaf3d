using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Sets by name or code, whatever the accents, the newest year first.</summary>
public static class ListCriteriaSets
{
    public sealed record Item(
        Guid Id, string Code, string Name, int Year, int Version, CriteriaSetStatus Status, bool IsFramework, Guid? FrameworkId, Guid? OwnerUnitId, string? OwnerName,
        int Leaves, decimal Total, DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt, bool CanEdit);

    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize);

    public static async Task<Ok<Response>> Handle(
        string? search, int? year, CriteriaSetStatus? status, bool? framework, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken,
        [Range(1, 100_000, ErrorMessage = "Số trang phải từ 1 trở lên.")] int page = 1,
        [Range(1, 500, ErrorMessage = "Mỗi trang có từ 1 đến 500 dòng.")] int pageSize = 50)
    {
        var sets = db.CriteriaSets.IgnoreAutoIncludes().AsNoTracking().ReadableBy(user)
            .Where(set => (year == null || set.Year == year) && (status == null || set.Status == status) && (framework == null || set.IsFramework == framework));
        var heads = await sets.OrderByDescending(set => set.Year).ThenBy(set => set.Code).ThenByDescending(set => set.Version)
            .Select(set => new { set.Id, set.Code, set.Name })
            .ToListAsync(cancellationToken);
        var found = string.IsNullOrWhiteSpace(search)
            ? heads
            : heads.FindAll(head => VietnameseText.Fold($"{head.Code} {head.Name}").Contains(VietnameseText.Fold(search), StringComparison.Ordinal));
        var ids = found.Skip((page - 1) * pageSize).Take(pageSize).Select(head => head.Id).ToList();

        var rows = await db.CriteriaSets.AsNoTracking().Where(set => ids.Contains(set.Id))
            .Select(set => new
            {
                set.Id, set.Code, set.Name, set.Year, set.Version, set.Status, set.IsFramework, set.FrameworkId, set.OwnerUnitId, set.CreatedAt, set.PublishedAt,
                OwnerName = db.Units.Where(unit => unit.Id == set.OwnerUnitId).Select(unit => unit.Name).FirstOrDefault(),
                Leaves = set.Nodes.Count(node => node.IsLeaf),
                Total = set.Nodes.Where(node => node.IsLeaf && node.Kind == LeafKind.Ordinary).Sum(node => node.MaxPoints),
            })
            .ToListAsync(cancellationToken);
        var items = rows.OrderBy(row => ids.IndexOf(row.Id)).Select(row => new Item(
            row.Id, row.Code, row.Name, row.Year, row.Version, row.Status, row.IsFramework, row.FrameworkId, row.OwnerUnitId, row.OwnerName, row.Leaves, row.Total,
            row.CreatedAt, row.PublishedAt, row.Status == CriteriaSetStatus.Draft && user.CanWrite(row.OwnerUnitId)));
        return TypedResults.Ok(new Response([.. items], found.Count, page, pageSize));
    }
}
