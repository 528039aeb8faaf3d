using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Councils;
using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Meetings;

/// <summary>Chair or secretary calls a meeting, or moves one that has not ended.</summary>
public static class CallMeeting
{
    public sealed record Request(
        DateTimeOffset HeldAt,
        [property: Required(ErrorMessage = "Ghi địa điểm họp."), StringLength(300, ErrorMessage = "Địa điểm dài tối đa 300 ký tự.")] string Place);

    public sealed record Response(Guid Id, int Number);

    public static async Task<Results<Ok<Response>, NotFound>> Handle(
        Guid campaignId, Request request, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var campaign = await db.LockCampaignAsync(campaignId, cancellationToken);
        if (campaign is null || !await db.RunsMeetingsAsync(campaignId, user, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        campaign.RequireNotRatified();

        // The same call sent again, whose answer was lost, calls no second meeting.
        var place = request.Place.Trim().Normalize();
        var heldAt = request.HeldAt.ToUniversalTime();
        if (await db.Meetings.FirstOrDefaultAsync(x => x.CampaignId == campaignId && x.Status == MeetingStatus.Prepared && x.HeldAt == heldAt && x.Place == place, cancellationToken) is { } known)
        {
            return TypedResults.Ok(new Response(known.Id, known.Number));
        }

        var meeting = new Meeting
        {
            Id = Guid.CreateVersion7(), CampaignId = campaignId, Number = await db.Meetings.CountAsync(x => x.CampaignId == campaignId, cancellationToken) + 1,
        };
        meeting.Describe(request.HeldAt, request.Place);
        db.Meetings.Add(meeting);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(meeting.Id, meeting.Number));
    }

    public static async Task<Results<Ok<Response>, NotFound>> Move(Guid id, Request request, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var meeting = await db.LockMeetingAsync(id, user, cancellationToken);
        if (meeting is null)
        {
            return TypedResults.NotFound();
        }

        meeting.Describe(request.HeldAt, request.Place);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(meeting.Id, meeting.Number));
    }
}
