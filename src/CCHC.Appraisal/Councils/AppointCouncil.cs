using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Campaigns;
using CCHC.Appraisal.Data;
using CCHC.Contracts.Identity;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Councils;

/// <summary>Names the members of a campaign's council and the fields of each; replaces the council there was.</summary>
public static class AppointCouncil
{
    public sealed record FieldRequest([property: Required] string GroupCode, [property: Required] string FieldCode);

    public sealed record MemberRequest(
        Guid UserId,
        [property: Required(ErrorMessage = "Thành viên phải có họ tên."), StringLength(200)] string DisplayName,
        [property: MinLength(1, ErrorMessage = "Thành viên phải được giao ít nhất một lĩnh vực.")] IReadOnlyList<FieldRequest> Fields);

    public sealed record Request([property: Required] IReadOnlyList<MemberRequest> Members);

    public static async Task<Results<Ok<GetCouncil.Response>, NotFound>> Handle(
        Guid campaignId, Request request, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Two councils sent at once: the later one waits here and replaces the earlier one whole.
        var campaign = await db.Campaigns.FromSql($"SELECT *, xmin FROM campaigns WHERE id = {campaignId} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Roles.HomeAffairs))
        {
            return TypedResults.NotFound();
        }

        var fields = await db.CampaignFields.AsNoTracking().Where(field => field.CampaignId == campaignId).ToListAsync(cancellationToken);
        Check(request, fields);

        await db.CouncilMembers.Where(member => member.CampaignId == campaignId).ExecuteDeleteAsync(cancellationToken);
        db.CouncilMembers.AddRange(request.Members.Select(member => new CouncilMember
        {
            CampaignId = campaignId,
            UserId = member.UserId,
            DisplayName = member.DisplayName.Trim().Normalize(),
            Fields =
            [
                .. member.Fields.Distinct().Select(field => new AssignedField
                {
                    CampaignId = campaignId,
                    UserId = member.UserId,
                    GroupCode = field.GroupCode,
                    FieldCode = field.FieldCode,
                }),
            ],
        }));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return TypedResults.Ok(await GetCouncil.ReadAsync(campaignId, db, cancellationToken));
    }

    private static void Check(Request request, List<CampaignField> fields)
    {
        var known = fields.Select(field => (field.GroupCode, field.Code)).ToHashSet();
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (var i = 0; i < request.Members.Count; i++)
        {
            var member = request.Members[i];
            if (member.UserId == Guid.Empty || request.Members.Take(i).Any(other => other.UserId == member.UserId))
            {
                errors[$"members[{i}].userId"] = ["Mỗi thành viên phải có tài khoản riêng và chỉ được nêu một lần."];
            }

            var unknown = member.Fields.Where(field => !known.Contains((field.GroupCode, field.FieldCode))).ToList();
            if (unknown.Count > 0)
            {
                errors[$"members[{i}].fields"] = [.. unknown.Select(field => $"Khối {field.GroupCode} không có lĩnh vực {field.FieldCode}.")];
            }
        }

        if (errors.Count > 0)
        {
            throw new InvalidInputException("Danh sách hội đồng chưa đúng.", errors);
        }
    }
}
