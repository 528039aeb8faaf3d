using System.ComponentModel.DataAnnotations;
using CCHC.Ranking.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Ranking.Remediation;

/// <summary>Annex 1: the leaves at full points, which are to be kept.</summary>
public static class ListKept
{
    public sealed record Item(string UnitCode, string UnitName, string CriterionCode, string CriterionName, string FieldCode, string FieldName, decimal MaxPoints);

    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Page, int PageSize);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, string? unit, string? criterion, CurrentUser user, RankingDbContext db, CancellationToken cancellationToken,
        [Range(1, 100_000, ErrorMessage = "Số trang phải từ 1 trở lên.")] int page = 1,
        [Range(1, 1_000, ErrorMessage = "Mỗi trang có từ 1 đến 1.000 dòng.")] int pageSize = 100)
    {
        if (await db.RemediationPlans.AsNoTracking().ReachedBy(user, Permissions.ReadPlans).SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is not { } plan)
        {
            return TypedResults.NotFound();
        }

        var units = await db.PlanUnits.AsNoTracking().Where(x => x.PlanId == id && (string.IsNullOrEmpty(unit) || x.UnitCode == unit)).OrderBy(x => x.Position).ToListAsync(cancellationToken);
        var kept = units.SelectMany(x => plan.Group(x.GroupCode).Kept(x).Where(row => string.IsNullOrEmpty(criterion) || row.Criterion.Code == criterion).Select(row => new Item(
            x.UnitCode, x.UnitName, row.Criterion.Code, row.Criterion.Name, row.Criterion.FieldCode, row.Criterion.FieldName, row.Leaf.MaxPoints))).ToList();
        return TypedResults.Ok(new Response([.. kept.Skip((page - 1) * pageSize).Take(pageSize)], kept.Count, page, pageSize));
    }
}
