using CCHC.Contracts.Criteria;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Criteria.Calendars;

/// <summary>Opens the next phase by hand; the first one opens the campaign for its units.</summary>
public static class OpenPhase
{
    public sealed record Request(CampaignPhase Phase, int Round);

    public sealed record Response(CampaignPhase Phase, int Round);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, CriteriaDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindManagedCampaignAsync(id, user, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        campaign.OpenPhase(request.Phase, request.Round, clock.GetUtcNow(), user.DisplayName);

        events.Publish(campaign.ToChangedEvent());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new Response(campaign.Phase, campaign.Round));
    }
}
