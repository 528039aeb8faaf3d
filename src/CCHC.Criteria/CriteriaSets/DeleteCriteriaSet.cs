using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.CriteriaSets;

/// <summary>Throws a draft away; a published set stays for as long as its figures do.</summary>
public static class DeleteCriteriaSet
{
    public static async Task<Results<NoContent, NotFound>> Handle(Guid id, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.WritableBy(user).SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (set is null)
        {
            return TypedResults.NotFound();
        }

        set.RequireDraft();
        db.CriteriaSets.Remove(set);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
