using CCHC.Annexes;
using CCHC.Criteria.CriteriaSets;
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
        var set = await db.CriteriaSets.AsNoTracking().ReadableBy(user).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        return set is null
            ? TypedResults.NotFound()
            : TypedResults.File(AnnexWriter.Write(set.Name, set.Decision?.InWords(), set.ToAnnex()), AnnexEndpoints.Xlsx, $"{set.Code}-{set.Year}.xlsx");
    }
}
