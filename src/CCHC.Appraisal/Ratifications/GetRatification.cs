using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Appraisal.Meetings;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Ratifications;

/// <summary>Whether the result of a campaign is ratified, what stands in the way, and every step so far.</summary>
public static class GetRatification
{
    public sealed record StepItem(RatificationKind Kind, string By, DateTimeOffset At, string? Reason);

    /// <param name="MayRatify">The caller is the chair and nothing stands in the way.</param>
    /// <param name="MayAsk">The caller may ask that the result be opened again.</param>
    /// <param name="MayAgree">Somebody asked, and the caller is the other one.</param>
    /// <param name="Asked">Somebody asked, and the caller may drop it.</param>
    public sealed record Response(
        Guid CampaignId, string CampaignName, bool Practice, DateTimeOffset? RatifiedAt, IReadOnlyList<string> Blockers, bool MayRatify, bool MayAsk, bool MayAgree, bool Asked,
        IReadOnlyList<StepItem> Steps);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid campaignId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(x => x.Id == campaignId, cancellationToken);
        return campaign is not null && (user.Covers(campaign.OwnerUnitId, Roles.Leader) || await db.MaySeeMeetingsAsync(campaign, user, cancellationToken))
            ? TypedResults.Ok(await ReadAsync(db, campaign, user, cancellationToken))
            : TypedResults.NotFound();
    }

    internal static async Task<Response> ReadAsync(AppraisalDbContext db, Campaign campaign, CurrentUser user, CancellationToken cancellationToken)
    {
        var steps = await db.RatificationSteps.AsNoTracking().Where(step => step.CampaignId == campaign.Id).OrderBy(step => step.Number).ToListAsync(cancellationToken);
        var office = await db.CouncilMembers.Where(member => member.CampaignId == campaign.Id && member.UserId == user.Id).Select(member => (CouncilOffice?)member.Office).SingleOrDefaultAsync(cancellationToken);
        var ratified = campaign.RatifiedAt is not null;
        var blockers = ratified ? [] : await RatifyResult.BlockersAsync(db, campaign, cancellationToken);
        var whole = user.Covers(campaign.OwnerUnitId, Roles.HomeAffairs, Roles.Leader, Roles.Auditor) || office is CouncilOffice.Chair or CouncilOffice.Secretary;
        if (blockers.Count > 0 && (!whole || await Cases.Appraiser.From(user).Conflicts(db).AnyAsync(conflict => conflict.CampaignId == campaign.Id, cancellationToken)))
        {
            // Which units are behind is told to those who run the council and have a conflict with none.
            blockers = ["Còn việc của hội đồng chưa xong."];
        }

        var asked = steps is [.., { Kind: RatificationKind.ReopeningAsked } last] ? last : null;
        var runs = office is CouncilOffice.Chair or CouncilOffice.Secretary;
        return new Response(
            campaign.Id, campaign.Name, campaign.Practice, campaign.RatifiedAt, blockers, !ratified && office == CouncilOffice.Chair && blockers.Count == 0,
            ratified && runs && asked is null, ratified && runs && asked is not null && asked.UserId != user.Id, ratified && runs && asked is not null,
            [.. steps.Select(step => new StepItem(step.Kind, step.By, step.At, step.Reason))]);
    }
}
