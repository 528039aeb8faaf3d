using System.ComponentModel.DataAnnotations;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.Survey.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Survey.ListRequests;

/// <summary>Asks units of a campaign for lists of people.</summary>
public static class RequestLists
{
    public sealed record Request(
        [property: Required(ErrorMessage = "Đặt tên danh sách cần lấy."), StringLength(200, ErrorMessage = "Tên dài tối đa 200 ký tự.")] string Name,
        [property: Required(ErrorMessage = "Ghi danh sách gồm những ai."), StringLength(4000, ErrorMessage = "Hướng dẫn dài tối đa 4.000 ký tự.")] string Guidance,
        DateOnly DueOn,
        [property: Range(1, DeliverList.LargestList, ErrorMessage = "Số người cần lấy ở mỗi đơn vị từ 1 đến 50.000.")] int Wanted,
        [property: Required, MinLength(1, ErrorMessage = "Chọn ít nhất một đơn vị."), MaxLength(10_000)] IReadOnlyList<Guid> UnitIds);

    public sealed record Response(Guid Id, int Units);

    public static async Task<Results<Created<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, SurveyDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var campaign = await db.HoldCampaignAsync(id, cancellationToken);
        if (campaign is null || !user.Covers(campaign.OwnerUnitId, Permissions.RunSurveys))
        {
            return TypedResults.NotFound();
        }

        var wanted = request.UnitIds.ToHashSet();
        var units = AskableUnit.Of(campaign).Where(unit => wanted.Contains(unit.UnitId)).ToList();
        if (units.Count < wanted.Count)
        {
            throw new RuleViolationException("list-request.unit-not-in-campaign", $"{wanted.Count - units.Count} đơn vị được chọn không thuộc kỳ đánh giá này.") { Field = "unitIds" };
        }

        var name = request.Name.Trim().Normalize();
        if (await db.ListRequests.AnyAsync(known => known.CampaignId == id && known.Name == name, cancellationToken))
        {
            throw new RuleViolationException("list-request.name-taken", $"Kỳ đánh giá đã có yêu cầu “{name}”. Hãy đặt tên khác.") { Field = "name" };
        }

        var asked = ListRequest.Ask(id, name, request.Guidance.Trim().Normalize(), request.DueOn, request.Wanted, units, user.DisplayName, clock.GetUtcNow());
        db.ListRequests.Add(asked);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/survey/campaigns/{id}/list-requests", new Response(asked.Id, asked.Units.Count));
    }
}
