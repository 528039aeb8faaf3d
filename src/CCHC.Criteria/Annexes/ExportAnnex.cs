using CCHC.Annexes;
using CCHC.Contracts.Identity;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Annexes;

/// <summary>The set as the annex of its decision, to print or to edit in Excel and import again.</summary>
public static class ExportAnnex
{
    public static async Task<Results<FileContentHttpResult, NotFound>> Handle(Guid id, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (set is null || (set.OwnerUnitId is not null && !user.Covers(set.OwnerUnitId, Roles.HomeAffairs, Roles.Leader, Roles.Auditor)))
        {
            return TypedResults.NotFound();
        }

        return TypedResults.File(AnnexWriter.Write(set.Name, set.Decision?.InWords(), set.ToAnnex()), AnnexEndpoints.Xlsx, $"{set.Code}-{set.Year}.xlsx");
    }
}
