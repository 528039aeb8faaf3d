using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using CCHC.Appraisal.Conflicts;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Distributions;

/// <summary>Calculates an even distribution of the work among the members, to be looked at before it is released; replaces an earlier proposal.</summary>
public static class ProposeDistribution
{
    /// <param name="GroupCodes">Groups to deal out; null for all.</param>
    /// <param name="UserIds">Members that take part; null for all that hold no office.</param>
    /// <param name="MembersPerShare">How many judge each field of each unit; 2 for independent scoring.</param>
    /// <param name="Seed">The same seed gives the same result; null draws one.</param>
    public sealed record Request(
        IReadOnlyList<string>? GroupCodes, IReadOnlyList<Guid>? UserIds,
        [property: Range(1, 3, ErrorMessage = "Mỗi lĩnh vực của một đơn vị do 1 đến 3 thành viên chấm.")] int MembersPerShare = 1,
        [property: StringLength(100, ErrorMessage = "Mã ngẫu nhiên dài tối đa 100 ký tự.")] string? Seed = null);

    public static async Task<Results<Ok<GetProposal.Response>, NotFound>> Handle(
        Guid campaignId, Request request, CurrentUser user, AppraisalDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var campaign = await db.LockCampaignAsync(campaignId, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.AppointCouncils))
        {
            return TypedResults.NotFound();
        }

        campaign.RequireNotRatified();
        var members = await db.CouncilMembers.AsNoTracking().Where(member => member.CampaignId == campaignId
            && (request.UserIds == null ? member.Office == CouncilOffice.Member : request.UserIds.Contains(member.UserId))).OrderBy(member => member.UserId).ToListAsync(cancellationToken);
        if (members.Count < request.MembersPerShare)
        {
            throw new RuleViolationException("distribution.too-few-members", $"Cần ít nhất {request.MembersPerShare} thành viên tham gia chấm; hội đồng mới có {members.Count}.");
        }

        var shares = await (
            from field in db.CampaignFields
            where field.CampaignId == campaignId && field.Leaves > 0 && (request.GroupCodes == null || request.GroupCodes.Contains(field.GroupCode))
            join unit in db.CampaignUnits on new { field.CampaignId, field.GroupCode } equals new { unit.CampaignId, unit.GroupCode }
            orderby field.GroupCode, field.Position, unit.UnitId
            select new Distribution.Share(field.GroupCode, field.Code, unit.UnitId, field.Leaves)).ToListAsync(cancellationToken);
        var conflicts = (await db.StandingAsync(campaignId, cancellationToken)).ToLookup(conflict => conflict.UserId, conflict => conflict.UnitId);
        var seed = string.IsNullOrWhiteSpace(request.Seed) ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) : request.Seed.Trim().Normalize();
        var dealt = Distribution.Deal(
            shares, [.. members.Select(member => new Distribution.Candidate(member.UserId, conflicts[member.UserId].ToHashSet()))], request.MembersPerShare, seed);

        await db.Proposals.Where(proposal => proposal.CampaignId == campaignId).ExecuteDeleteAsync(cancellationToken);
        db.Proposals.Add(new Proposal
        {
            Id = Guid.CreateVersion7(), CampaignId = campaignId, Seed = seed, MembersPerShare = request.MembersPerShare,
            GroupCodes = [.. shares.Select(share => share.GroupCode).Distinct(StringComparer.Ordinal)], Dealt = dealt,
            CouncilRevision = (await db.Councils.Where(council => council.CampaignId == campaignId).Select(council => (int?)council.Revision).SingleOrDefaultAsync(cancellationToken)) ?? 0,
            MadeBy = user.DisplayName, MadeAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok((await GetProposal.ReadAsync(campaignId, db, cancellationToken))!);
    }
}
