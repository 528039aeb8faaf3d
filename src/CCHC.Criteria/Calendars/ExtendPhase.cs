using System.ComponentModel.DataAnnotations;
using CCHC.Contracts.Criteria;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Criteria.Calendars;

/// <summary>Grants a later deadline, or reopens a phase, for the whole campaign, a group or a unit.</summary>
public static class ExtendPhase
{
    public sealed record Request(
        CampaignPhase Phase,
        int Round,
        string? GroupCode,
        Guid? UnitId,
        [property: Required(ErrorMessage = "Chọn thời hạn mới.")] string Until,
        [property: Required(ErrorMessage = "Ghi lý do gia hạn hoặc mở lại."), StringLength(1000)] string Reason,
        bool Reopens = false);

    public sealed record Response(int Number, DateTimeOffset Until);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, CriteriaDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindManagedCampaignAsync(id, user, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        if (!LocalTime.TryParse(request.Until, out var until))
        {
            throw new InvalidInputException("until", $"Thời hạn “{request.Until}” phải có dạng ngày và giờ, ví dụ 2026-11-30T17:00.");
        }

        var now = clock.GetUtcNow();
        var extension = new GrantedExtension
        {
            Phase = request.Phase,
            Round = request.Round,
            GroupCode = string.IsNullOrWhiteSpace(request.GroupCode) ? null : request.GroupCode,
            UnitId = request.UnitId,
            Until = until,
            Reopens = request.Reopens,
            Reason = request.Reason.Trim().Normalize(),
            GrantedBy = user.DisplayName,
            GrantedAt = now,
        };
        campaign.Extend(extension, now);

        events.Publish(campaign.ToChangedEvent());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new Response(extension.Number, until));
    }
}
