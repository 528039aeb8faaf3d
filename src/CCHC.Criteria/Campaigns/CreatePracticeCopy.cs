using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Criteria.Campaigns;

/// <summary>Makes a copy of a campaign to train with: made-up data, never counted or published, wiped on a set day.</summary>
public static class CreatePracticeCopy
{
    public sealed record Request(
        [property: Required, RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "Mã gồm chữ không dấu, số và gạch nối, tối đa 40 ký tự.")] string Code,
        [property: Required, StringLength(300)] string Name,
        DateOnly WipeOn);

    public static async Task<Results<Created<CreateCampaign.Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindManagedCampaignAsync(id, user, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        await CreateCampaign.RequireFreeCodeAsync(db, request.Code, cancellationToken);
        var copy = campaign.CopyForPractice(request.Code, request.Name.Normalize(), request.WipeOn, clock.GetUtcNow(), user.DisplayName);
        db.Campaigns.Add(copy);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Created($"/api/criteria/campaigns/{copy.Id}", new CreateCampaign.Response(copy.Id, copy.Code));
    }
}
