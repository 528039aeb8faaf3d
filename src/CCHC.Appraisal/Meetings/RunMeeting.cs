using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using CCHC.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Meetings;

/// <summary>Chair or secretary opens a meeting with those who came, and ends it.</summary>
public static class RunMeeting
{
    public sealed record OpenRequest([property: MinLength(1, ErrorMessage = "Chọn ít nhất một thành viên có mặt.")] IReadOnlyList<Guid> Present);

    public sealed record CloseRequest([property: StringLength(10_000, ErrorMessage = "Kết luận dài tối đa 10.000 ký tự.")] string? Conclusion);

    public sealed record Response(MeetingStatus Status);

    public static async Task<Results<Ok<Response>, NotFound>> Open(Guid id, OpenRequest request, CurrentUser user, AppraisalDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var meeting = await db.LockMeetingAsync(id, user, cancellationToken);
        if (meeting is null)
        {
            return TypedResults.NotFound();
        }

        var members = await db.CouncilMembers.Where(member => member.CampaignId == meeting.CampaignId).Select(member => member.UserId).ToListAsync(cancellationToken);
        if (request.Present.Except(members).Any())
        {
            throw new InvalidInputException("present", "Có người không phải thành viên hội đồng.");
        }

        meeting.Open(request.Present);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(meeting.Status));
    }

    public static async Task<Results<Ok<Response>, NotFound>> Close(
        Guid id, CloseRequest request, CurrentUser user, AppraisalDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var meeting = await db.LockMeetingAsync(id, user, cancellationToken);
        if (meeting is null)
        {
            return TypedResults.NotFound();
        }

        meeting.Close(request.Conclusion, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new Response(meeting.Status));
    }
}
