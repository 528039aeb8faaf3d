using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Distributions;

/// <summary>Puts the proposed distribution in force for its groups; only now do the members see it.</summary>
public static class ReleaseDistribution
{
    public static async Task<Results<Ok<GetCouncil.Response>, NotFound>> Handle(Guid campaignId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var campaign = await db.LockCampaignAsync(campaignId, cancellationToken);
        var proposal = campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.AppointCouncils)
            ? null
            : await db.Proposals.SingleOrDefaultAsync(x => x.CampaignId == campaignId, cancellationToken);
        if (proposal is null)
        {
            return TypedResults.NotFound();
        }

        campaign!.RequireNotRatified();
        if (proposal.CouncilRevision != await db.Councils.Where(council => council.CampaignId == campaignId).Select(council => council.Revision).SingleOrDefaultAsync(cancellationToken))
        {
            throw new RuleViolationException("distribution.outdated", "Thành viên, xung đột lợi ích hoặc cách làm việc của hội đồng đã thay đổi sau khi tính; hãy tính lại phân công rồi giao.");
        }

        var units = await db.CampaignUnits.Where(unit => unit.CampaignId == campaignId).Select(unit => new { unit.GroupCode, unit.UnitId }).ToListAsync(cancellationToken);
        var sizes = units.CountBy(unit => unit.GroupCode).ToDictionary(StringComparer.Ordinal);
        await db.AssignedFields.Where(field => field.CampaignId == campaignId && proposal.GroupCodes.Contains(field.GroupCode)).ExecuteDeleteAsync(cancellationToken);
        db.AssignedFields.AddRange(
            from dealt in proposal.Dealt
            group dealt.Share.UnitId by (dealt.UserId, dealt.Share.GroupCode, dealt.Share.FieldCode) into field
            from unit in field.Count() == sizes.GetValueOrDefault(field.Key.GroupCode) ? [AssignedField.AllUnits] : field.AsEnumerable()
            select new AssignedField { CampaignId = campaignId, UserId = field.Key.UserId, GroupCode = field.Key.GroupCode, FieldCode = field.Key.FieldCode, UnitId = unit });
        db.Proposals.Remove(proposal);
        await db.ChangeCouncilAsync(campaignId, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await GetCouncil.ReadAsync(campaignId, db, whole: true, user.Id, cancellationToken));
    }

    public static async Task<Results<NoContent, NotFound>> Discard(Guid campaignId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var owner = await db.Campaigns.Where(campaign => campaign.Id == campaignId).Select(campaign => new { campaign.OwnerUnitId }).SingleOrDefaultAsync(cancellationToken);
        return owner is not null && user.Covers(owner.OwnerUnitId, Permissions.AppointCouncils)
            && await db.Proposals.Where(proposal => proposal.CampaignId == campaignId).ExecuteDeleteAsync(cancellationToken) > 0
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
    }
}
