using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Distributions;

/// <summary>The proposed distribution: who would judge which fields of which units, and how evenly the work would lie.</summary>
public static class GetProposal
{
    public sealed record FieldItem(string GroupCode, string FieldCode, string FieldName, IReadOnlyList<string> Units, bool AllUnits);

    public sealed record MemberItem(Guid UserId, string DisplayName, int Leaves, IReadOnlyList<FieldItem> Fields);

    /// <param name="Spread">Largest less smallest load by the mean load.</param>
    /// <param name="Uncovered">Fields of units that fewer members than wanted may judge.</param>
    /// <param name="Outdated">Members or conflicts have changed since; calculate it again.</param>
    public sealed record Response(
        Guid Id, string Seed, int MembersPerShare, IReadOnlyList<string> GroupCodes, string MadeBy, DateTimeOffset MadeAt, decimal Spread, bool Outdated,
        IReadOnlyList<MemberItem> Members, IReadOnlyList<string> Uncovered);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid campaignId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var owner = await db.Campaigns.Where(campaign => campaign.Id == campaignId).Select(campaign => new { campaign.OwnerUnitId }).SingleOrDefaultAsync(cancellationToken);
        return owner is not null && user.Covers(owner.OwnerUnitId, Permissions.AppointCouncils) && await ReadAsync(campaignId, db, cancellationToken) is { } proposal
            ? TypedResults.Ok(proposal)
            : TypedResults.NotFound();
    }

    internal static async Task<Response?> ReadAsync(Guid campaignId, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var proposal = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(x => x.CampaignId == campaignId, cancellationToken);
        if (proposal is null)
        {
            return null;
        }

        var fields = await db.CampaignFields.AsNoTracking().Where(field => field.CampaignId == campaignId && field.Leaves > 0).OrderBy(field => field.GroupCode).ThenBy(field => field.Position).ToListAsync(cancellationToken);
        var units = await db.CampaignUnits.AsNoTracking().Where(unit => unit.CampaignId == campaignId)
            .OrderBy(unit => EF.Functions.Collate(unit.Name, AppraisalDbContext.VietnameseCollation)).ThenBy(unit => unit.UnitId).ToListAsync(cancellationToken);
        var members = await db.CouncilMembers.AsNoTracking().Where(member => member.CampaignId == campaignId)
            .OrderBy(member => EF.Functions.Collate(member.DisplayName, AppraisalDbContext.VietnameseCollation)).ThenBy(member => member.UserId).ToListAsync(cancellationToken);
        var revision = await db.Councils.Where(council => council.CampaignId == campaignId).Select(council => council.Revision).SingleOrDefaultAsync(cancellationToken);
        var hands = proposal.Dealt.ToLookup(dealt => dealt.UserId, dealt => dealt.Share);
        var judges = proposal.Dealt.CountBy(dealt => (dealt.Share.GroupCode, dealt.Share.FieldCode, dealt.Share.UnitId)).ToDictionary();
        List<MemberItem> items =
        [
            .. from member in members
               where hands.Contains(member.UserId)
               select new MemberItem(
                   member.UserId, member.DisplayName, hands[member.UserId].Sum(share => share.Leaves),
                   [
                       .. from field in fields
                          let own = hands[member.UserId].Where(share => share.GroupCode == field.GroupCode && share.FieldCode == field.Code).Select(share => share.UnitId).ToHashSet()
                          where own.Count > 0
                          select new FieldItem(
                              field.GroupCode, field.Code, field.Name, [.. units.Where(unit => own.Contains(unit.UnitId)).Select(unit => unit.Name)],
                              own.Count == units.Count(unit => unit.GroupCode == field.GroupCode)),
                   ]),
        ];
        return new Response(
            proposal.Id, proposal.Seed, proposal.MembersPerShare, proposal.GroupCodes, proposal.MadeBy, proposal.MadeAt, Distribution.Spread(items.Select(item => item.Leaves)),
            proposal.CouncilRevision != revision, items,
            [
                .. from field in fields
                   where proposal.GroupCodes.Contains(field.GroupCode)
                   from unit in units
                   where unit.GroupCode == field.GroupCode && judges.GetValueOrDefault((field.GroupCode, field.Code, unit.UnitId)) < proposal.MembersPerShare
                   select $"{field.Code} {field.Name} – {unit.Name}",
            ]);
    }
}
