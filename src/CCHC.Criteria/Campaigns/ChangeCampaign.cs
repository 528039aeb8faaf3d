using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Criteria.Campaigns;

/// <summary>Replaces what was drawn up of a campaign that has not opened; council and survey hear of it if they know it already.</summary>
public static class ChangeCampaign
{
    public static async Task<Results<Ok<CreateCampaign.Response>, NotFound>> Handle(
        Guid id, CampaignRequest request, CurrentUser user, CriteriaDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindManagedCampaignAsync(id, user, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        campaign.RequireDraft("sửa");
        if (request.Code != campaign.Code)
        {
            throw new RuleViolationException("campaign.code-fixed", $"Mã {campaign.Code} không đổi được; muốn dùng mã khác, hãy lập kỳ đánh giá mới.") { Field = "code" };
        }

        campaign.Redraft(await new CampaignDrafting(db, user).CheckAsync(request, cancellationToken), clock.GetUtcNow(), user.DisplayName);

        if (campaign.PreparedAt is not null)
        {
            events.Publish(campaign.ToChangedEvent());
        }

        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new CreateCampaign.Response(campaign.Id, campaign.Code));
    }
}
