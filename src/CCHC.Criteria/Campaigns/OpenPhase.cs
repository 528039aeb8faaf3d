using CCHC.Contracts.Criteria;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

/// <summary>Opens the next phase; the first one opens the campaign for its units.</summary>
public static class OpenPhase
{
    public sealed record Request(CampaignPhase Phase, int Round);

    public sealed record Response(CampaignPhase Phase, int Round);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Request request, CriteriaDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.Include(x => x.Groups).ThenInclude(group => group.CriteriaSet).AsSplitQuery()
            .SingleOrDefaultAsync(x => x.Id == id, cancellationToken);
        if (campaign is null)
        {
            return TypedResults.NotFound();
        }

        campaign.OpenPhase(request.Phase, request.Round, clock.GetUtcNow());

        events.Publish(campaign.ToChangedEvent());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new Response(campaign.Phase, campaign.Round));
    }
}
