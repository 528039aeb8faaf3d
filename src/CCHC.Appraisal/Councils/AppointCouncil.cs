using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Conflicts;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Councils;

/// <summary>Names the members of a campaign's council, their offices and their work; replaces the council there was.</summary>
public static class AppointCouncil
{
    /// <param name="UnitIds">The only units it is given for; null for all of the group.</param>
    public sealed record FieldRequest([property: Required] string GroupCode, [property: Required] string FieldCode, IReadOnlyList<Guid>? UnitIds = null);

    /// <param name="OwnUnits">Units the member works for: a conflict of interest from the start. Null leaves what is known.</param>
    public sealed record MemberRequest(
        Guid UserId,
        [property: Required(ErrorMessage = "Thành viên phải có họ tên."), StringLength(200)] string DisplayName,
        [property: Required] IReadOnlyList<FieldRequest> Fields,
        CouncilOffice Office = CouncilOffice.Member,
        IReadOnlyList<Guid>? OwnUnits = null);

    public sealed record Request([property: Required] IReadOnlyList<MemberRequest> Members);

    public static async Task<Results<Ok<GetCouncil.Response>, NotFound>> Handle(
        Guid campaignId, Request request, CurrentUser user, AppraisalDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Two councils sent at once: the later one waits here and replaces the earlier one whole.
        var campaign = await db.LockCampaignAsync(campaignId, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.AppointCouncils))
        {
            return TypedResults.NotFound();
        }

        var fields = await db.CampaignFields.AsNoTracking().Where(field => field.CampaignId == campaignId).ToListAsync(cancellationToken);
        var units = await db.CampaignUnits.AsNoTracking().Where(unit => unit.CampaignId == campaignId).ToListAsync(cancellationToken);
        Check(request, fields, units);
        campaign.RequireNotRatified();

        await db.CouncilMembers.Where(member => member.CampaignId == campaignId).ExecuteDeleteAsync(cancellationToken);
        db.CouncilMembers.AddRange(request.Members.Select(member => new CouncilMember
        {
            CampaignId = campaignId,
            UserId = member.UserId,
            DisplayName = member.DisplayName.Trim().Normalize(),
            Office = member.Office,
            Fields =
            [
                .. member.Fields.SelectMany(field => (field.UnitIds ?? [AssignedField.AllUnits]).Select(unit => (field.GroupCode, field.FieldCode, unit))).Distinct().Select(field => new AssignedField
                {
                    CampaignId = campaignId,
                    UserId = member.UserId,
                    GroupCode = field.GroupCode,
                    FieldCode = field.FieldCode,
                    UnitId = field.unit,
                }),
            ],
        }));
        var council = await db.ChangeCouncilAsync(campaignId, cancellationToken);
        var known = units.Select(unit => unit.UnitId).ToHashSet();
        await RecordedConflicts.ReplaceOwnUnitsAsync(
            db, council, request.Members.Where(member => member.OwnUnits is not null).ToDictionary(member => member.UserId, member => member.OwnUnits!.Where(known.Contains).ToHashSet()),
            user.DisplayName, clock.GetUtcNow(), events, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(await GetCouncil.ReadAsync(campaignId, db, whole: true, user.Id, cancellationToken));
    }

    private static void Check(Request request, List<CampaignField> fields, List<CampaignUnit> units)
    {
        var known = fields.Select(field => (field.GroupCode, field.Code)).ToHashSet();
        var places = units.Select(unit => (unit.GroupCode, unit.UnitId)).ToHashSet();
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (var i = 0; i < request.Members.Count; i++)
        {
            var member = request.Members[i];
            if (member.UserId == Guid.Empty || request.Members.Take(i).Any(other => other.UserId == member.UserId))
            {
                errors[$"members[{i}].userId"] = ["Mỗi thành viên phải có tài khoản riêng và chỉ được nêu một lần."];
            }

            if (member.Office != CouncilOffice.Member && request.Members.Take(i).Any(other => other.Office == member.Office))
            {
                errors[$"members[{i}].office"] = ["Hội đồng chỉ có một chủ tịch và một thư ký."];
            }

            string[] unknown =
            [
                .. member.Fields.Where(field => !known.Contains((field.GroupCode, field.FieldCode))).Select(field => $"Khối {field.GroupCode} không có lĩnh vực {field.FieldCode}."),
                .. member.Fields.Where(field => field.UnitIds?.Any(unit => !places.Contains((field.GroupCode, unit))) == true)
                    .Select(field => $"Lĩnh vực {field.FieldCode}: có đơn vị không thuộc khối {field.GroupCode}."),
            ];
            if (unknown.Length > 0)
            {
                errors[$"members[{i}].fields"] = unknown;
            }
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException("Danh sách hội đồng chưa đúng.", errors);
        }
    }
}
