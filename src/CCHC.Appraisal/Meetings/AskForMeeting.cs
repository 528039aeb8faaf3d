using System.ComponentModel.DataAnnotations;
using CCHC.Appraisal.Cases;
using CCHC.Appraisal.Data;
using CCHC.ServiceDefaults.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CCHC.Appraisal.Meetings;

/// <summary>A member asks that the council decide a leaf together; asking again changes the note.</summary>
public static class AskForMeeting
{
    public sealed record Request([property: Required(ErrorMessage = "Ghi vì sao cần hội đồng quyết định."), StringLength(1_000, ErrorMessage = "Ghi chú dài tối đa 1.000 ký tự.")] string Note);

    public static async Task<Results<NoContent, NotFound>> Handle(
        Guid id, string leafCode, Request request, CurrentUser user, AppraisalDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var appraisalCase = await db.LockCaseAsync(id, cancellationToken);
        if (appraisalCase is null || !await Appraiser.From(user).Readable(db).AnyAsync(duty => duty.Case.Id == id && duty.Leaf.Code == leafCode, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        (await db.Campaigns.SingleAsync(campaign => campaign.Id == appraisalCase.CampaignId, cancellationToken)).RequireNotRatified();
        var note = request.Note.Trim().Normalize();
        var known = await db.MeetingRequests.SingleOrDefaultAsync(x => x.CaseId == id && x.Round == appraisalCase.Round && x.LeafCode == leafCode && x.UserId == user.Id, cancellationToken);
        if (known is null)
        {
            db.MeetingRequests.Add(new MeetingRequest
            {
                CaseId = id, Round = appraisalCase.Round, LeafCode = leafCode, UserId = user.Id, AskedBy = user.DisplayName, Note = note, AskedAt = clock.GetUtcNow(),
            });
        }
        else
        {
            known.Note = note;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
