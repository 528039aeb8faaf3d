using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Councils;

/// <summary>Who appraises what, and which fields nobody was given yet: their cases cannot be completed.</summary>
public static class GetCouncil
{
    public sealed record FieldItem(string GroupCode, string FieldCode, string FieldName);

    public sealed record MemberItem(Guid UserId, string DisplayName, IReadOnlyList<FieldItem> Fields);

    public sealed record Response(Guid CampaignId, string CampaignName, IReadOnlyList<MemberItem> Members, IReadOnlyList<FieldItem> Unassigned);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid campaignId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var owned = await db.Campaigns.Where(campaign => campaign.Id == campaignId)
            .Select(campaign => new { campaign.OwnerUnitId, Member = db.CouncilMembers.Any(member => member.CampaignId == campaignId && member.UserId == user.Id) })
            .SingleOrDefaultAsync(cancellationToken);
        return owned is not null
            && (owned.Member || user.Covers(owned.OwnerUnitId, Roles.HomeAffairs, Roles.Leader, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary, Roles.Appraiser))
            ? TypedResults.Ok(await ReadAsync(campaignId, db, cancellationToken))
            : TypedResults.NotFound();
    }

    internal static async Task<Response> ReadAsync(Guid campaignId, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var name = await db.Campaigns.Where(campaign => campaign.Id == campaignId).Select(campaign => campaign.Name).SingleAsync(cancellationToken);
        var members = await db.CouncilMembers.AsNoTracking().Include(member => member.Fields)
            .Where(member => member.CampaignId == campaignId)
            .OrderBy(member => EF.Functions.Collate(member.DisplayName, AppraisalDbContext.VietnameseCollation)).ThenBy(member => member.UserId)
            .ToListAsync(cancellationToken);
        var fields = await db.CampaignFields.AsNoTracking().Where(field => field.CampaignId == campaignId)
            .OrderBy(field => field.GroupCode).ThenBy(field => field.Position)
            .ToListAsync(cancellationToken);

        var assigned = members.SelectMany(member => member.Fields).Select(field => (field.GroupCode, field.FieldCode)).ToHashSet();
        return new Response(
            campaignId,
            name,
            [
                .. members.Select(member => new MemberItem(
                    member.UserId,
                    member.DisplayName,
                    [
                        .. fields
                            .Where(field => member.Fields.Exists(x => x.GroupCode == field.GroupCode && x.FieldCode == field.Code))
                            .Select(field => new FieldItem(field.GroupCode, field.Code, field.Name)),
                    ])),
            ],
            [
                .. fields
                    .Where(field => field.Leaves > 0 && !assigned.Contains((field.GroupCode, field.Code)))
                    .Select(field => new FieldItem(field.GroupCode, field.Code, field.Name)),
            ]);
    }
}
