using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Conflicts;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Councils;

/// <summary>Who appraises what, by which rules, and which fields nobody was given yet: their cases cannot be completed.</summary>
public static class GetCouncil
{
    /// <param name="UnitIds">The only units it is given for; null for all.</param>
    public sealed record FieldItem(string GroupCode, string FieldCode, string FieldName, IReadOnlyList<Guid>? UnitIds = null);

    /// <param name="Leaves">Leaves to judge in all units together.</param>
    public sealed record MemberItem(Guid UserId, string DisplayName, IReadOnlyList<FieldItem> Fields, CouncilOffice Office, int Leaves);

    public sealed record ConflictItem(Guid Id, Guid UserId, string UserName, Guid UnitId, string UnitName, ConflictKind Kind, string? Note, string RecordedBy, DateTimeOffset RecordedAt);

    public sealed record UnitItem(Guid UnitId, string Code, string Name, string GroupCode);

    public sealed record GroupField(string GroupCode, string FieldCode, string FieldName, int Leaves);

    public sealed record RulesItem(bool Independent, decimal Threshold, Combination Combination, decimal Quorum, decimal AgendaChange);

    /// <param name="Unassigned">Fields that somewhere nobody judges.</param>
    /// <param name="Conflicts">All for those who run the council, else the caller's own.</param>
    public sealed record Response(
        Guid CampaignId, string CampaignName, IReadOnlyList<MemberItem> Members, IReadOnlyList<FieldItem> Unassigned, RulesItem Rules, IReadOnlyList<ConflictItem> Conflicts,
        IReadOnlyList<UnitItem> Units, IReadOnlyList<GroupField> Fields, int Revision);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid campaignId, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        var owned = await db.Campaigns.Where(campaign => campaign.Id == campaignId)
            .Select(campaign => new { campaign.OwnerUnitId, Member = db.CouncilMembers.Any(member => member.CampaignId == campaignId && member.UserId == user.Id) })
            .SingleOrDefaultAsync(cancellationToken);
        return owned is not null
            && (owned.Member || user.Covers(owned.OwnerUnitId, Permissions.ReadCouncils.Roles))
            ? TypedResults.Ok(await ReadAsync(
                campaignId, db, user.Covers(owned.OwnerUnitId, Roles.HomeAffairs, Roles.Auditor, Roles.CouncilChair, Roles.CouncilSecretary), user.Id, cancellationToken))
            : TypedResults.NotFound();
    }

    internal static async Task<Response> ReadAsync(Guid campaignId, AppraisalDbContext db, bool whole, Guid userId, CancellationToken cancellationToken)
    {
        var name = await db.Campaigns.Where(campaign => campaign.Id == campaignId).Select(campaign => campaign.Name).SingleAsync(cancellationToken);
        var council = await db.Councils.AsNoTracking().SingleOrDefaultAsync(x => x.CampaignId == campaignId, cancellationToken) ?? Council.Of(campaignId);
        var members = await db.CouncilMembers.AsNoTracking().Include(member => member.Fields)
            .Where(member => member.CampaignId == campaignId)
            .OrderBy(member => EF.Functions.Collate(member.DisplayName, AppraisalDbContext.VietnameseCollation)).ThenBy(member => member.UserId)
            .ToListAsync(cancellationToken);
        var fields = await db.CampaignFields.AsNoTracking().Where(field => field.CampaignId == campaignId)
            .OrderBy(field => field.GroupCode).ThenBy(field => field.Position)
            .ToListAsync(cancellationToken);
        var units = await db.CampaignUnits.AsNoTracking().Where(unit => unit.CampaignId == campaignId)
            .OrderBy(unit => unit.GroupCode).ThenBy(unit => EF.Functions.Collate(unit.Name, AppraisalDbContext.VietnameseCollation)).ThenBy(unit => unit.UnitId)
            .ToListAsync(cancellationToken);
        var conflicts = await db.StandingAsync(campaignId, cancellationToken);

        var names = members.ToDictionary(member => member.UserId, member => member.DisplayName);
        var unitNames = units.ToDictionary(unit => unit.UnitId, unit => unit.Name);
        var sizes = units.CountBy(unit => unit.GroupCode).ToDictionary(StringComparer.Ordinal);
        var given = members.SelectMany(member => member.Fields).ToLookup(field => (field.GroupCode, field.FieldCode), field => field.UnitId);
        return new Response(
            campaignId,
            name,
            [
                .. members.Select(member => new MemberItem(
                    member.UserId, member.DisplayName, FieldsOf(member, fields), member.Office,
                    member.Fields.Sum(field => (fields.Find(x => x.GroupCode == field.GroupCode && x.Code == field.FieldCode)?.Leaves ?? 0)
                        * (field.UnitId == AssignedField.AllUnits ? sizes.GetValueOrDefault(field.GroupCode) : 1)))),
            ],
            [
                .. fields.Where(field => field.Leaves > 0 && given[(field.GroupCode, field.Code)] is var to && !to.Contains(AssignedField.AllUnits)
                        && (!to.Any() || units.Exists(unit => unit.GroupCode == field.GroupCode && !to.Contains(unit.UnitId))))
                    .Select(field => new FieldItem(field.GroupCode, field.Code, field.Name)),
            ],
            new RulesItem(council.Independent, council.Threshold, council.Combination, council.Quorum, council.AgendaChange),
            [
                .. conflicts.Where(conflict => whole || conflict.UserId == userId).Select(conflict => new ConflictItem(
                    conflict.Id, conflict.UserId, names.GetValueOrDefault(conflict.UserId) ?? "", conflict.UnitId, unitNames.GetValueOrDefault(conflict.UnitId) ?? "", conflict.Kind,
                    conflict.Note, conflict.RecordedBy, conflict.RecordedAt)),
            ],
            [.. units.Select(unit => new UnitItem(unit.UnitId, unit.Code, unit.Name, unit.GroupCode))],
            [.. fields.Where(field => field.Leaves > 0).Select(field => new GroupField(field.GroupCode, field.Code, field.Name, field.Leaves))],
            council.Revision);
    }

    private static List<FieldItem> FieldsOf(CouncilMember member, List<CampaignField> fields) =>
    [
        .. from field in fields
           let units = member.Fields.Where(x => x.GroupCode == field.GroupCode && x.FieldCode == field.Code).Select(x => x.UnitId).ToList()
           where units.Count > 0
           select new FieldItem(field.GroupCode, field.Code, field.Name, units.Contains(AssignedField.AllUnits) ? null : units),
    ];
}
