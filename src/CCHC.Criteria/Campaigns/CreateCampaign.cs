using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.CriteriaSets;
using CCHC.Criteria.Data;
using CCHC.Scoring;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Criteria.Campaigns;

/// <summary>Draws up a campaign: its groups, their units and the published set each is measured by.</summary>
public static class CreateCampaign
{
    public sealed record GroupRequest(
        [property: Required, StringLength(40)] string Code,
        [property: Required, StringLength(200)] string Name,
        Guid CriteriaSetId,
        [property: MinLength(1, ErrorMessage = "Khối phải có ít nhất một đơn vị.")] IReadOnlyList<Guid> UnitIds,
        IReadOnlyList<ClassBand>? ClassBands,
        IReadOnlyList<TieBreaker>? TieBreakers);

    public sealed record Request(
        [property: Required, RegularExpression("^[A-Za-z0-9-]{1,40}$", ErrorMessage = "Mã gồm chữ không dấu, số và gạch nối, tối đa 40 ký tự.")] string Code,
        [property: Required, StringLength(300)] string Name,
        [property: Range(2000, 2100)] int Year,
        [property: Range(1, 3, ErrorMessage = "Số lần thẩm định từ 1 đến 3.")] int Rounds,
        bool SurveyHeld,
        [property: MinLength(1, ErrorMessage = "Kỳ đánh giá phải có ít nhất một khối.")] IReadOnlyList<GroupRequest> Groups);

    public sealed record Response(Guid Id, string Code);

    public static async Task<Created<Response>> Handle(Request request, CriteriaDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.AnyAsync(campaign => campaign.Code == request.Code, cancellationToken))
        {
            throw new RuleViolationException("campaign.code-taken", $"Đã có kỳ đánh giá mang mã {request.Code}.");
        }

        var unitIds = request.Groups.SelectMany(group => group.UnitIds).ToList();
        if (unitIds.Count != unitIds.Distinct().Count() || request.Groups.DistinctBy(group => group.Code).Count() != request.Groups.Count)
        {
            throw new InvalidInputException("groups", "Mỗi đơn vị chỉ thuộc một khối và mỗi khối có một mã riêng.");
        }

        var groups = new List<CampaignUnitGroup>();
        foreach (var group in request.Groups)
        {
            groups.Add(await ToGroupAsync(group, request.Year, db, cancellationToken));
        }

        var campaign = Campaign.Draft(request.Code, request.Name.Normalize(), request.Year, request.Rounds, request.SurveyHeld, groups, clock.GetUtcNow());
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Created($"/api/criteria/campaigns/{campaign.Id}", new Response(campaign.Id, campaign.Code));
    }

    private static async Task<CampaignUnitGroup> ToGroupAsync(GroupRequest group, int year, CriteriaDbContext db, CancellationToken cancellationToken)
    {
        var set = await db.CriteriaSets.SingleOrDefaultAsync(x => x.Id == group.CriteriaSetId, cancellationToken);
        if (set is not { Status: CriteriaSetStatus.Published })
        {
            throw new RuleViolationException("campaign.criteria-set-not-published", $"Khối {group.Name}: bộ tiêu chí chưa ban hành hoặc không có.");
        }

        var units = await db.Units.Where(unit => group.UnitIds.Contains(unit.Id)).ToListAsync(cancellationToken);
        var unknown = group.UnitIds.Except(units.Where(unit => unit.ExistsIn(year)).Select(unit => unit.Id)).ToList();
        if (unknown.Count > 0)
        {
            throw new RuleViolationException(
                "campaign.unit-unknown", $"Khối {group.Name}: có đơn vị không có trong danh mục hoặc không hoạt động trong năm {year}.", [.. unknown.Select(id => id.ToString())]);
        }

        var bands = group.ClassBands ?? [];
        if (bands.Count > 0 && Classification.Problems(bands) is { Count: > 0 } problems)
        {
            throw new InvalidInputException("classBands", string.Join(" ", problems));
        }

        return new CampaignUnitGroup(
            group.Code, group.Name.Normalize(), set,
            units.Select(unit => new CampaignMember { UnitId = unit.Id, Code = unit.Code, Name = unit.Name }),
            bands, group.TieBreakers ?? []);
    }
}
