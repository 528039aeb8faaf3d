using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Statistics;

/// <summary>How far every member and every field is, counted in leaves of the cases that are there.</summary>
public static class GetWorkload
{
    /// <param name="Parts">Fields of cases that the member judges.</param>
    /// <param name="CompletedParts">Those that are finished.</param>
    public sealed record MemberItem(Guid UserId, string DisplayName, CouncilOffice Office, int Leaves, int Appraised, int Parts, int CompletedParts);

    public sealed record FieldItem(string GroupCode, string FieldCode, string FieldName, int Leaves, int Appraised, int Parts, int CompletedParts);

    public sealed record Response(Guid CampaignId, string CampaignName, bool Practice, IReadOnlyList<MemberItem> Members, IReadOnlyList<FieldItem> Fields);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(Guid campaignId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(x => x.Id == campaignId, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.FollowProgress))
        {
            return TypedResults.NotFound();
        }

        var parts = await (
            from x in Readable(user, db)
            where x.CampaignId == campaignId
            join field in db.CampaignFields on new { x.CampaignId, x.GroupCode } equals new { field.CampaignId, field.GroupCode }
            where field.Leaves > 0
            select new
            {
                x.Id,
                x.UnitId,
                field.GroupCode,
                field.Code,
                field.Leaves,
                Decided = (from leaf in db.CaseLeaves
                           join definition in db.CampaignLeaves on new { x.CampaignId, x.GroupCode, Code = leaf.LeafCode } equals new { definition.CampaignId, definition.GroupCode, definition.Code }
                           where leaf.CaseId == x.Id && leaf.Round == x.Round && definition.FieldCode == field.Code && leaf.Judgement!.Round == x.Round
                           select leaf).Count(),
                Completed = db.FieldCompletions.Any(completion => completion.CaseId == x.Id && completion.Round == x.Round && completion.FieldCode == field.Code),
                Finished = db.MemberCompletions.Where(part => part.CaseId == x.Id && part.Round == x.Round && part.FieldCode == field.Code).Select(part => part.AppraiserId).ToList(),
            }).AsNoTracking().ToListAsync(cancellationToken);
        var written = (await (
            from opinion in db.Opinions
            join x in db.Cases on new { Id = opinion.CaseId, opinion.Round } equals new { x.Id, x.Round }
            join definition in db.CampaignLeaves on new { x.CampaignId, x.GroupCode, Code = opinion.LeafCode } equals new { definition.CampaignId, definition.GroupCode, definition.Code }
            where x.CampaignId == campaignId && opinion.Number == 1
            group opinion by new { opinion.CaseId, definition.FieldCode, opinion.AppraiserId } into own
            select new { own.Key, Leaves = own.Count() }).ToListAsync(cancellationToken)).ToDictionary(own => (own.Key.CaseId, own.Key.FieldCode, own.Key.AppraiserId), own => own.Leaves);

        var members = await db.CouncilMembers.AsNoTracking().Include(member => member.Fields).Where(member => member.CampaignId == campaignId)
            .OrderBy(member => EF.Functions.Collate(member.DisplayName, AppraisalDbContext.VietnameseCollation)).ThenBy(member => member.UserId).ToListAsync(cancellationToken);
        var barred = (await db.Conflicts.Where(x => x.CampaignId == campaignId && x.WithdrawnAt == null).ToListAsync(cancellationToken)).Select(x => (x.UserId, x.UnitId)).ToHashSet();
        var fields = await db.CampaignFields.AsNoTracking().Where(field => field.CampaignId == campaignId && field.Leaves > 0).OrderBy(field => field.GroupCode).ThenBy(field => field.Position).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Response(
            campaignId, campaign.Name, campaign.Practice,
            [
                .. from member in members
                   let mine = parts.Where(part => !barred.Contains((member.UserId, part.UnitId)) && member.Fields.Exists(field =>
                       field.GroupCode == part.GroupCode && field.FieldCode == part.Code && (field.UnitId == AssignedField.AllUnits || field.UnitId == part.UnitId))).ToList()
                   select new MemberItem(
                       member.UserId, member.DisplayName, member.Office, mine.Sum(part => part.Leaves),
                       // What a member has finished without touching it is appraised, too.
                       mine.Sum(part => part.Completed || part.Finished.Contains(member.UserId) ? part.Leaves : Math.Max(part.Decided, written.GetValueOrDefault((part.Id, part.Code, member.UserId)))), mine.Count,
                       mine.Count(part => part.Completed || part.Finished.Contains(member.UserId))),
            ],
            [
                .. from field in fields
                   let own = parts.Where(part => part.GroupCode == field.GroupCode && part.Code == field.Code).ToList()
                   select new FieldItem(field.GroupCode, field.Code, field.Name, own.Sum(part => part.Leaves), own.Sum(part => part.Completed ? part.Leaves : part.Decided), own.Count, own.Count(part => part.Completed)),
            ]));
    }

    /// <summary>A leader reads no case but may know how far the work is.</summary>
    private static IQueryable<AppraisalCase> Readable(CurrentUser user, AppraisalDbContext db)
    {
        var appraiser = Appraiser.From(user);
        var conflicts = appraiser.Conflicts(db);
        return user.IsInRole(Roles.Leader) ? db.Cases.Where(x => !conflicts.Any(conflict => conflict.CampaignId == x.CampaignId && conflict.UnitId == x.UnitId)) : appraiser.Cases(db);
    }
}
