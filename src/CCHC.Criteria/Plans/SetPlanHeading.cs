using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Plans;

/// <summary>Number and date of the document by which the plan was issued.</summary>
public static class SetPlanHeading
{
    public sealed record Request([property: StringLength(100)] string? Number, DateOnly? IssuedOn);

    public static async Task<Results<NoContent, NotFound>> Handle(Guid id, Request request, CurrentUser user, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.ManagedBy(user).IgnoreAutoIncludes().SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        campaign.SetPlan(string.IsNullOrWhiteSpace(request.Number) ? null : request.Number.Trim().Normalize(), request.IssuedOn);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
