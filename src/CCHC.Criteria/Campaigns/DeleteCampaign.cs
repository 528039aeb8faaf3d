using CCHC.Contracts.Criteria;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Criteria.Campaigns;

/// <summary>Deletes a campaign that has not opened, with all that others have prepared for it.</summary>
public static class DeleteCampaign
{
    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, CurrentUser user, CriteriaDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindManagedCampaignAsync(id, user, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        campaign.RequireDraft("xóa");
        db.Campaigns.Remove(campaign);
        if (campaign.PreparedAt is not null)
        {
            events.Publish(new CampaignWiped { CampaignId = campaign.Id, Code = campaign.Code, WipedAt = clock.GetUtcNow() });
        }

        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.NoContent();
    }
}
