using System.ComponentModel.DataAnnotations;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CCHC.Criteria.Calendars;

/// <summary>Closes the current phase before its time.</summary>
public static class ClosePhase
{
    public sealed record Request([property: Required(ErrorMessage = "Ghi lý do đóng bước trước hạn."), StringLength(1000)] string Reason);

    public sealed record Response(DateTimeOffset ClosedAt);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, [FromBody] Request request, CurrentUser user, CriteriaDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindManagedCampaignAsync(id, user, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        campaign.ClosePhase(clock.GetUtcNow(), user.DisplayName, request.Reason.Trim().Normalize());

        events.Publish(campaign.ToChangedEvent());
        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new Response(campaign.ClosesAt!.Value));
    }
}
