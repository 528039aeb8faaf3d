using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets.Comparisons;

/// <summary>Stores which criteria correspond as an officer sees it; the suggestion yields to it.</summary>
public static class CorrectMapping
{
    public sealed record Item([property: Required, StringLength(40)] string FromCode, [property: StringLength(40)] string? ToCode, bool Comparable);

    public sealed record Request([property: MinLength(1), MaxLength(2000)] IReadOnlyList<Item> Mappings);

    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, Guid otherId, Request request, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var from = await db.CriteriaSets.AsNoTracking().ReadableBy(user).SingleOrDefaultAsync(set => set.Id == id, cancellationToken);
        var to = await db.CriteriaSets.AsNoTracking().ReadableBy(user).SingleOrDefaultAsync(set => set.Id == otherId, cancellationToken);
        if (from is null || to is null || !(user.CanWrite(from.OwnerUnitId) || user.CanWrite(to.OwnerUnitId)))
        {
            return TypedResults.NotFound();
        }

        var unknown = request.Mappings.Where(item => from.Nodes.All(node => node.Code != item.FromCode)).Select(item => item.FromCode)
            .Concat(request.Mappings.Where(item => item.ToCode is not null && to.Nodes.All(node => node.Code != item.ToCode)).Select(item => item.ToCode!)).ToList();
        if (unknown.Count > 0)
        {
            throw new InvalidInputException("mappings", $"Không có mã {string.Join(", ", unknown)} trong hai bộ tiêu chí: chọn lại tiêu chí tương ứng.");
        }

        if (request.Mappings.DistinctBy(item => item.FromCode).Count() != request.Mappings.Count
            || request.Mappings.Where(item => item.ToCode is not null).GroupBy(item => item.ToCode, StringComparer.Ordinal).Any(same => same.Count() > 1))
        {
            throw new InvalidInputException("mappings", "Mỗi tiêu chí chỉ tương ứng với một tiêu chí của bộ kia.");
        }

        var mapping = await db.SetMappings.SingleOrDefaultAsync(x => x.FromId == id && x.ToId == otherId, cancellationToken);
        if (mapping is null)
        {
            db.SetMappings.Add(mapping = new SetMapping(id, otherId));
        }

        mapping.Correct([.. request.Mappings.Select(item => new MappedPair(item.FromCode, item.ToCode, item.Comparable))], clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
