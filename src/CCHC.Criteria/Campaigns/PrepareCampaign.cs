using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Criteria.Campaigns;

/// <summary>Tells council and survey of a draft, so that appraisers are appointed and questions written before the opening.</summary>
public static class PrepareCampaign
{
    public sealed record Response(DateTimeOffset PreparedAt);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, CurrentUser user, CriteriaDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindManagedCampaignAsync(id, user, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        campaign.Prepare(clock.GetUtcNow(), user.DisplayName);

        events.Publish(campaign.ToChangedEvent());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new Response(campaign.PreparedAt!.Value));
    }
}
