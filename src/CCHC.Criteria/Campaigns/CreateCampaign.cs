using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

/// <summary>Draws up a campaign: its owner, its groups, their units, who answers, and the published set each is measured by.</summary>
public static class CreateCampaign
{
    public sealed record Response(Guid Id, string Code);

    public static async Task<Created<Response>> Handle(
        CampaignRequest request, CurrentUser user, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await RequireFreeCodeAsync(db, request.Code, cancellationToken);
        var draft = await new CampaignDrafting(db, user).CheckAsync(request, cancellationToken);
        var campaign = Campaign.Draft(draft, clock.GetUtcNow(), user.DisplayName);
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Created($"/api/criteria/campaigns/{campaign.Id}", new Response(campaign.Id, campaign.Code));
    }

    internal static async Task RequireFreeCodeAsync(CriteriaDbContext db, string code, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.AnyAsync(campaign => campaign.Code == code, cancellationToken))
        {
            throw new RuleViolationException("campaign.code-taken", $"Đã có kỳ đánh giá mang mã {code}. Chọn mã khác.") { Field = "code" };
        }
    }
}
