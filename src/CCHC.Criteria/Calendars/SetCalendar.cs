using System.ComponentModel.DataAnnotations;
using CCHC.Contracts.Criteria;
using CCHC.Criteria.Campaigns;
using CCHC.Criteria.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using CCHC.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CCHC.Criteria.Calendars;

/// <summary>Sets when the phases open and close by themselves, in local time.</summary>
public static class SetCalendar
{
    public sealed record StepRequest(CampaignPhase Phase, int Round, string? OpensAt, string? ClosesAt);

    public sealed record Request([property: Required] IReadOnlyList<StepRequest> Steps);

    public sealed record Response(DateTimeOffset? NextChangeAt);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid id, Request request, CurrentUser user, CriteriaDbContext db, IEventPublisher events, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await db.FindManagedCampaignAsync(id, user, cancellationToken) is not { } campaign)
        {
            return TypedResults.NotFound();
        }

        campaign.SetCalendar(Read(request.Steps), clock.GetUtcNow(), user.DisplayName);

        if (campaign.Phase != CampaignPhase.Draft || campaign.PreparedAt is not null)
        {
            events.Publish(campaign.ToChangedEvent());
        }

        await db.SaveChangesAsync(cancellationToken);

        return TypedResults.Ok(new Response(campaign.NextDueAt));
    }

    private static List<PlannedPhase> Read(IReadOnlyList<StepRequest> steps)
    {
        var planned = new List<PlannedPhase>();
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (var i = 0; i < steps.Count; i++)
        {
            var (opensAt, closesAt) = (Time(steps[i].OpensAt, $"steps[{i}].opensAt"), Time(steps[i].ClosesAt, $"steps[{i}].closesAt"));
            planned.Add(new PlannedPhase(steps[i].Phase, steps[i].Round, opensAt, closesAt));
        }

        return errors.Count == 0 ? planned : throw new InvalidInputException("Lịch chưa đúng; chưa lưu gì.", errors);

        DateTimeOffset? Time(string? text, string field)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            if (LocalTime.TryParse(text, out var instant))
            {
                return instant;
            }

            errors[field] = [$"“{text}” phải có dạng ngày và giờ, ví dụ 2026-11-01T08:00."];
            return null;
        }
    }
}
